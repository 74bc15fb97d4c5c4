"""Words that come by way of an outlet: "was quoted by the agency as saying ...", whose speaker is the subject."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.languages.parties import party_words
from onrecord.reader.attribution.drafts import overlap, range_of, tidy
from onrecord.reader.attribution.heads import rows_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.reader.attribution.drafts import Draft
    from onrecord.reader.stages import Analysis


def give_to_quoted(draft: Draft, analysis: Analysis, language: Language) -> Draft:
    """The draft as it is, or with the participle for its cue and who is quoted for its source."""
    verb = next((token for token in (draft.head, *list(draft.head.ancestors)[:2]) if _is_quoted(token, language)), None)
    saying = _saying(verb, language) if verb is not None else None
    if verb is None or saying is None or draft.head not in {verb, saying}:
        return draft
    text = analysis.document.text
    subject = next(child for child in verb.children if child.dep_ == "nsubjpass")
    source = tidy(text, range_of([token for token in subject.subtree if not token.is_space]))
    cue = (saying.idx, saying.idx + len(saying))
    parts = (tidy(text, (max(start, cue[1]), end), analysis.quotations) for start, end in draft.content if end > cue[1])
    content = tuple(part for part in parts if part)
    if source is None or not content or any(overlap(source, part) for part in content):
        return draft
    row = next(iter(rows_of(saying, language)), None)
    return replace(draft, source=source, cue=cue, content=content, head=saying, row=row)


def _is_quoted(verb: Token, language: Language) -> bool:
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    return passive and verb.lemma_.lower() in party_words(language)["quoted"]


def _saying(verb: Token, language: Language) -> Token | None:
    """The participle behind "as"."""
    said = (part for child in verb.children if child.dep_ == "prep" for part in child.children if part.dep_ == "pcomp")
    return next((part for part in said if part.tag_ == "VBG" and rows_of(part, language)), None)
