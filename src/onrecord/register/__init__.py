"""The world, as data: parties with their aliases, offices and affiliations, and their loader.

Tables in `data/`: states (also those that were), regions that speak for themselves, organisations, office holders,
each row with its dates and source. Ids: `state:CHN`, `org:NATO`, `reg:US-CA`, `per:wang-yi|CHN`; a party that the
register does not know gets an id of the same make from its name and whom it speaks for (`party_id`).
"""

from onrecord.register.entries import Alias, Entry, Form
from onrecord.register.identity import party_id, same_party
from onrecord.register.loading import Register, load_register

__all__ = ["Alias", "Entry", "Form", "Register", "load_register", "party_id", "same_party"]
