"""Which drafts are statements: what is said must be there, and a deed alone is none.

The tagger's corpus marks attitudes and events too ("banned the airline"); a ledger of statements leaves out what the
outlet tells in its own voice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.parties import party_words
from onrecord.languages.polarity import complements, polarity
from onrecord.reader.attribution.drafts import overlap, root_of, tokens_in
from onrecord.reader.attribution.heads import is_deed, is_finite, mistaken

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages import Language
    from onrecord.reader.attribution.drafts import Draft
    from onrecord.reader.stages import Analysis

LEAST = 0.4
"""The confidence under which the tagger's attribution is not made: below it fewer than half are right (training/attribution)."""
LEAST_UNKNOWN = 0.6
"""The same where the lexicon does not know the cue."""
AGENTLESS = frozenset({"accuse", "criticise", "deny", "praise", "warn", "estimate"})
"""Acts that are statements where nobody is named: "was accused of"; of the others a passive tells an event."""
TELLING = frozenset({"state", "announce", "estimate"})
"""Acts that need a content: with a topic alone ("spoke about the plan") nothing is said; a worry or a warning names it."""
LEAST_QUOTED = 5
"""Words in quotation marks that make a statement of a deed; fewer are a title or a name."""
HEARERS = frozenset({"PERSON", "NORP", "GPE", "ORG"})
EMPTY = frozenset({"which", "who", "that", "what", "so", "whom", "whose"})


def is_statement(draft: Draft, analysis: Analysis, language: Language) -> bool:
    """True for a draft with a content that says something, from somebody or without a name as GUIDELINES allow."""
    doc = analysis.doc
    if draft.confidence < (LEAST if draft.row else LEAST_UNKNOWN) or not _in_prose(draft, analysis):
        return False
    tokens = [token for part in draft.content for token in tokens_in(doc, part)]
    words = [token for token in tokens if not token.is_punct]
    if not words or (len(words) == 1 and words[0].lower_ in EMPTY) or _by_nobody(draft, doc, language):
        return False
    if (
        _in_compound(draft.head)
        or _is_preposition(draft)
        or _is_hearer(draft, words, language)
        or _is_asked(draft.head, language)
        or (draft.found == "rule" and words[0].pos_ == "CCONJ")
    ):
        return False
    if draft.source is None and _is_named(draft, words[0], language):
        return False
    if root_of(words).dep_ == "relcl" and words[0].tag_ in {"WDT", "WP"} and words[0].lower_ in EMPTY:
        return False  # "Ruiz spoke, who heads the union"
    if _quoted(draft, analysis, LEAST_QUOTED if is_deed(draft.head, draft.row, language) else 2):
        return True
    if draft.source is None and not _may_be_agentless(draft, doc):
        return False
    deed = is_deed(draft.head, draft.row, language, root_of(words))
    clause = _is_clause(words, language, whole=deed) or _is_mistaken(draft, words)
    if draft.row is None:
        return clause and draft.head.pos_ in {"VERB", "NOUN"}
    if deed:
        return clause
    return clause or _has_infinitive(words) or not _is_topic(draft, words[0], language)


def _by_nobody(draft: Draft, doc: Doc, language: Language) -> bool:
    """True where the source is "no organisation", "nobody", or "you", who is asked: then nothing was said."""
    tokens = tokens_in(doc, draft.source) if draft.source else []
    asked = len(tokens) == 1 and "2" in tokens[0].morph.get("Person", [])
    return asked or any(token.lower_ in polarity(language).negators for token in tokens[:1])


def _in_compound(head: Token) -> bool:
    """True for the cue of "a self-described leader", which reports nothing."""
    before = head.doc[head.i - 1] if head.i else None
    return before is not None and before.text == "-" and not before.whitespace_


def _is_preposition(draft: Draft) -> bool:
    """True for "the report regarding the accident", but not for a phrase such as "according to"."""
    return draft.head.tag_ == "VBG" and draft.head.dep_ == "prep" and (draft.row is None or len(draft.row.words) == 1)


def _is_hearer(draft: Draft, words: list[Token], language: Language) -> bool:
    """True where the content is no more than who is asked: "asked the governor on Friday"."""
    if draft.head.lemma_.lower() not in party_words(language)["asked"]:
        return False
    heard = root_of(words)
    if heard.dep_ != "dobj" or heard.head != draft.head or not (heard.ent_type_ in HEARERS or heard.pos_ == "PRON"):
        return False
    beside = {token.i for token in heard.subtree}
    return all(word.i in beside for word in words)


def _is_asked(head: Token, language: Language) -> bool:
    """True for "Asked whether ..., she said": who asked is not named, and nobody said it."""
    asked = head.tag_ == "VBN" and head.dep_ == "advcl" and head.lemma_.lower() in party_words(language)["asked"]
    return asked and not any(child.dep_ == "agent" for child in head.children)


def _is_named(draft: Draft, first: Token, language: Language) -> bool:
    """True for "known as “the Iron Gate”", which tells a name."""
    held = draft.head.tag_ == "VBN" and draft.row is not None and draft.row.act == "believe"
    return held and complements(language).get(first.lower_) == "as"


def _is_topic(draft: Draft, first: Token, language: Language) -> bool:
    """True for "the stance on the conflict", "spoke about the plan": what it is about, not what was said."""
    if complements(language).get(first.lower_) != "about" or first.head != draft.head:
        return False
    return draft.row is None or draft.row.act in TELLING


def _in_prose(draft: Draft, analysis: Analysis) -> bool:
    for paragraph in analysis.paragraphs:
        if paragraph.start <= draft.cue[0] < paragraph.end:
            return paragraph.kind in {"body", "heading"}
    return False


def _quoted(draft: Draft, analysis: Analysis, least: int) -> bool:
    """True where a quotation of at least so many words stands in the content."""
    text = analysis.document.text
    return any(
        overlap(part, (one.start, one.end)) and len(text[one.start : one.end].split()) >= least
        for part in draft.content
        for one in analysis.quotations
    )


def _may_be_agentless(draft: Draft, doc: Doc) -> bool:
    """True for charges and the like whose content is more than the passive's subject."""
    if draft.row is None or draft.row.act not in AGENTLESS:
        return False
    return any(part[0] > draft.cue[0] and len(tokens_in(doc, part)) > 1 for part in draft.content)


def _is_clause(words: list[Token], language: Language, *, whole: bool) -> bool:
    """True where the content opens as a clause does, or its head is a finite verb with a subject: the first head where the
    `whole` must be a clause, else any.
    """
    opening = complements(language).get(words[0].lower_)
    if opening in {"that", "wh"} and len(words) > 2:
        return True
    inside = {word.i for word in words}
    roots = _roots(words)
    asked = roots[:1] if whole else roots
    return any(_has_subject(root, inside) and (is_finite(root) or root.dep_ == "ccomp") for root in asked)


def _is_mistaken(draft: Draft, words: list[Token]) -> bool:
    """True for a clause that the parser took apart, behind a cue that takes clauses."""
    first, *others = _roots(words)
    return (
        draft.row is not None and "clause" in draft.row.frames and any(mistaken(first, other) for other in others[:1])
    )


def _roots(words: list[Token]) -> list[Token]:
    inside = {word.i for word in words}
    return [word for word in words if word.head.i not in inside or word.head == word]


def _has_subject(verb: Token, inside: set[int]) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} and child.i in inside for child in verb.children)


def _has_infinitive(words: list[Token]) -> bool:
    return any(word.dep_ == "aux" and word.tag_ == "TO" for word in words)
