"""Labelled pairs of statements of different articles, as offsets: `README.md` says how they were drawn and labelled."""
