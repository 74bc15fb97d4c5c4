"""The head of a cue: of "has sharply rebutted" the verb, of "released a statement saying" the word that governs the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.cues import cues
from onrecord.languages.polarity import complements, lemmas, polarity
from onrecord.languages.reporting import carriers, deeds
from onrecord.reader.attribution.drafts import root_of, tokens_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages import Language
    from onrecord.languages.cues import Cue, CuePos
    from onrecord.reader.attribution.drafts import Range

POS: dict[str, CuePos] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
FINITE = ("VBD", "VBP", "VBZ", "MD")
CARRIERS = ("VERB", "NOUN", "PROPN", "ADJ")


def lemma(token: Token, language: Language) -> str:
    """The token's lemma in lower case, put right where the parser is known to be wrong."""
    return lemmas(language).get(token.lower_, token.lemma_.lower())


def rows_of(token: Token, language: Language) -> tuple[Cue, ...]:
    """The lexicon's rows for a cue that this token heads, of its part of speech; rows of several words only where they stand."""
    key, pos = lemma(token, language), POS.get(token.pos_)
    rows = cues(language).starting(key, pos) if pos else ()
    return tuple(row for row in rows if len(row.words) == 1 or _stands(row.words[1:], token))


def is_deed(token: Token, row: Cue | None, language: Language, about: Token | None = None) -> bool:
    """True where the cue's head names a deed: not with a particle ("turned down"), not with "as" ("dismissed it as ..."), nor
    where a refusal is `about` something said ("dismissed the claim"); of several words where one of the others names a deed
    ("filed a lawsuit").
    """
    words = deeds(language)
    if row and len(row.words) > 1:
        return any(word in words for word in row.words[1:])
    if any(complements(language).get(child.lower_) == "as" for child in token.children):
        return False
    if about is not None and row and row.act in {"deny", "refuse"} and about.pos_ == "NOUN":
        said = rows_of(about, language) and lemma(about, language) not in words
        return lemma(token, language) in words and not said
    return lemma(token, language) in words


def _stands(words: tuple[str, ...], token: Token) -> bool:
    """True where the further words of a row follow the token, an object or adverb between them at most.

    "appealed the decision to the court" is not "appeal to": what is appealed stands between.
    """
    following = token.doc[token.i + 1 : token.i + 1 + 3 * len(words)]
    other = any(
        child.dep_ == "dobj" and child.i > token.i and child.lemma_.lower() not in words and child.lower_ not in words
        for child in token.children
    )
    at = 0
    for word in words:
        forms = (n for n in range(at, len(following)) if word in {following[n].lower_, following[n].lemma_.lower()})
        place = next(forms, None)
        if place is None or (other and following[place].dep_ == "prep" and place > 0):
            return False
        if word == words[-1] and (following[place].dep_ == "det" or _dates(following[place])):
            return False  # "said no poison was found" is not "said no", nor "passed on Tuesday" to pass on
        at = place + 1
    return True


def _dates(word: Token) -> bool:
    """True for a preposition that tells when."""
    return word.dep_ == "prep" and any(
        child.dep_ == "pobj" and child.ent_type_ in {"DATE", "TIME"} for child in word.children
    )


def phrase_at(doc: Doc, span: Range, language: Language) -> tuple[Token, Range, Cue] | None:
    """A cue phrase such as "according to" in a range: its first token, its range and its row."""
    tokens = tokens_in(doc, span)
    for token in tokens:
        for row in cues(language).starting(token.lower_, "phrase"):
            words = doc[token.i : token.i + len(row.words)]
            if tuple(word.lower_ for word in words) == row.words:
                return token, (words.start_char, words.end_char), row
    return None


def head_of(doc: Doc, cue: Range, content: tuple[Range, ...], language: Language) -> Token | None:
    """The token that heads a cue: the one of the lexicon that governs the content, else the last of the lexicon, else the
    last verb, noun or adjective; None where the range has no such word.
    """
    tokens = tokens_in(doc, cue)
    words = [token for token in tokens if token.pos_ in CARRIERS]
    known = [token for token in words if rows_of(token, language)]
    governing = _governing(doc, known or words, content, language)
    if governing is not None:
        return governing
    verbs = [token for token in known if token.pos_ == "VERB"]
    for choice in (verbs, known, [token for token in words if token.pos_ == "VERB"], words, tokens):
        if choice:
            return choice[-1]
    return None


def _governing(doc: Doc, candidates: list[Token], content: tuple[Range, ...], language: Language) -> Token | None:
    if not content or not candidates:
        return None
    after = next((span for span in content if span[0] >= candidates[0].idx), content[0])
    tokens = tokens_in(doc, after)
    if not tokens:
        return None
    token = root_of(tokens)
    for _ in range(3):
        token = token.head
        if token in candidates:
            return _over_object(token, candidates, language)
    return None


def _over_object(token: Token, candidates: list[Token], language: Language) -> Token:
    """The verb of "rejected calls for a truce", which says more than the noun; a verb that only carries it does not. Of
    "declined to say" the refusal.
    """
    verb = token.head
    if token.dep_ == "xcomp" and verb in candidates and verb.lemma_.lower() in polarity(language).refusers:
        return verb  # "declined to say": not said
    carried = verb.lemma_.lower() in carriers(language, "light")
    return verb if token.dep_ == "dobj" and verb in candidates and not carried else token


def _in_object(token: Token, head: Token) -> bool:
    """True for a word of the noun phrase that is the head's object."""
    return any(one.dep_ == "dobj" and one.head == head for one in (token, *token.ancestors))


def with_opening(doc: Doc, head: Token, span: Range, cue: Range, language: Language) -> Range:
    """The content with the words that open it and stand between it and the cue's head: "of" of "accused of", "calls for"
    of "rejected calls for".
    """
    tokens = tokens_in(doc, span)
    if not tokens or tokens[0].i <= head.i or tokens[0].i - head.i > 6:
        return span
    opening = complements(language)
    start = tokens[0].i
    while start - 1 > head.i and (
        doc[start - 1].lower_ in opening
        or doc[start - 1].pos_ == "ADP"
        or (doc[start - 1].idx < cue[1] and _in_object(doc[start - 1], head))
        or (head.i < doc[start - 1].head.i < tokens[0].i and doc[start - 1].head.dep_ == "xcomp")
        or (doc[start - 1].dep_ == "xcomp" and doc[start - 1].head == head)
    ):
        start -= 1
    while start < tokens[0].i and doc[start].dep_ == "prt":
        start += 1
    return doc[start].idx, span[1]


def is_finite(verb: Token) -> bool:
    """True for a verb with a tense, of its own or of an auxiliary."""
    return verb.tag_ in FINITE or any(
        child.tag_ in FINITE for child in verb.children if child.dep_ in {"aux", "auxpass"}
    )


def mistaken(subject: Token, clause: Token) -> bool:
    """True where the parser took the subject of a clause without "that" for the object of the verb before, and the clause
    for another of that verb: "ruled the law violated the constitution".
    """
    bare = clause.dep_ in {"advcl", "conj", "dep"} and not any(
        part.dep_ in {"mark", "cc", "nsubj", "nsubjpass", "expl", "csubj"} for part in clause.children
    )
    beside = subject.dep_ == "dobj" and subject.head == clause.head and clause.left_edge.i == subject.right_edge.i + 1
    joined = any(token.pos_ in {"CCONJ", "SCONJ"} for token in subject.doc[subject.i : clause.left_edge.i])
    return bare and beside and not joined and is_finite(clause)
