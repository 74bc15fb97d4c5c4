"""The tree of errors that onrecord raises.

```
OnrecordError
├── InputError            an input cannot be read; says which, where and the way out
│   ├── UnsupportedLanguage   the text is in a language that no installed language data reads
│   ├── EmptyInput            nothing to read
│   └── TooLarge              over a stated limit
├── ModelMissing          a model file that the reader needs is not installed
├── DataError             a lexicon, register or case file breaks its format; names file and line
├── RecordError           JSON that is not a valid record
└── LedgerError           the ledger cannot do it
    ├── LedgerTooNew          the file was written by a newer onrecord
    └── NotFound              no such article, statement or party
```
"""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of every error that onrecord raises on purpose; its text names the input, the place and the way out."""


class InputError(OnrecordError):
    """An input cannot be read."""


class UnsupportedLanguage(InputError):
    """The text is in a language that no installed language data reads."""


class EmptyInput(InputError):
    """There is nothing to read."""


class TooLarge(InputError):
    """The input is over a stated limit."""


class ModelMissing(OnrecordError):
    """A model file that the reader needs is not installed."""


class DataError(OnrecordError):
    """A lexicon, register or case file breaks its format."""


class RecordError(OnrecordError):
    """JSON that is not a valid record."""


class LedgerError(OnrecordError):
    """The ledger cannot do what was asked."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer onrecord than this one."""


class NotFound(LedgerError):
    """No such article, statement or party in the ledger."""
