"""Statements that the tagger's corpus does not mark, by rules over the parse: verbs with a clause or an infinitive, inside
another statement's content or outside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.languages.cues import cues
from onrecord.languages.parties import party_words
from onrecord.languages.polarity import complements, polarity
from onrecord.reader.attribution.drafts import Draft, range_of, root_of, tidy, tokens_in
from onrecord.reader.attribution.heads import is_deed, lemma, mistaken, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.cues import Cue, Frame
    from onrecord.reader.stages import Analysis

SURE = 0.6
"""Share of right ones among what these rules find in the annotated articles (docs/quality.md)."""
INFINITIVES = frozenset({"demand", "refuse", "promise", "threaten", "permit", "propose", "agree", "announce"})
"""Acts that an infinitive carries as well as a clause does; of the others ("hoped to") it tells a plan, not a saying."""
SPEAKING = frozenset({
    "state", "estimate", "announce", "promise", "permit", "agree", "concede", "demand", "propose", "warn",
    "threaten", "criticise", "accuse", "deny", "refuse", "praise",
})  # fmt: skip
CHARGING = frozenset({
    "criticise", "accuse", "deny", "praise", "demand", "threaten", "refuse", "propose", "promise", "concede", "warn",
})  # fmt: skip
"""Acts that a noun alone carries: who "condemned the plan" has said it; who "announced the plan" has named a topic."""
MADE_KNOWN = frozenset({"announce"})
"""Of "the state of emergency that he declared" the noun before is what was declared."""
OBJECTS = frozenset({"obj", "for", "against", "of", "as", "about", "to-noun"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
SPEAKERS = (
    "he",
    "she",
    "they",
    "office",
    "local_office",
    "spokes",
    "official",
    "organ",
    "generic",
    "collective",
    "government",
    "leaders",
)
RELATIVE = frozenset({"WDT", "WP"})
SELVES = frozenset({"1", "2"})


def find_clauses(analysis: Analysis, language: Language, taken: frozenset[int]) -> list[Draft]:
    """The statements that verbs of the lexicon make, but for those that head a cue already (`taken`, token numbers)."""
    found = []
    for token in analysis.doc:
        if token.pos_ != "VERB" or token.i in taken:
            continue
        draft = _draft(token, analysis, language)
        if draft:
            found.append(draft)
    return found


def spell_out(draft: Draft, analysis: Analysis, language: Language) -> Draft:
    """A denial of "which" with what that stands for; others as they are."""
    tokens = tokens_in(analysis.doc, draft.content[0]) if len(draft.content) == 1 else []
    if len(tokens) != 1 or tokens[0].i > draft.head.i:
        return draft
    place = tokens[0].i
    denied = _denied(draft.head, analysis.doc[place], language)
    content = tidy(analysis.document.text, range_of(denied)) if denied else None
    return replace(draft, content=(content,)) if content else draft


def _draft(verb: Token, analysis: Analysis, language: Language) -> Draft | None:
    rows: tuple[Cue, ...] = rows_of(verb, language)
    if verb.tag_ == "VBG" and verb.dep_ in {"csubj", "csubjpass"}:
        return None  # "denying them a vote broke the law"
    if not rows and not cues(language).starting(lemma(verb, language), "phrase"):
        return None
    complement = _figure(verb, language) or _quotation(verb, analysis) or _complement(verb, language)
    if complement is None:
        return None
    frame, tokens = complement
    if frame == "none":
        rows = cues(language).starting(lemma(verb, language), "phrase")
    row = next((row for row in rows if frame in row.frames or frame == "none"), None)
    if row is None and frame in OBJECTS:
        row = next((row for row in rows if len(row.words) > 1), None)  # the words of the row stand, whatever follows
    outer = _coordinated(verb, analysis, language)
    source = None if _unreal(verb, language) else subject_of(outer or verb)
    if row is None or not source or not _speaks(row, frame, source, verb, language, about=root_of(tokens)):
        return None
    content = tidy(analysis.document.text, range_of(tokens))
    if content is None:
        return None
    return Draft(
        tidy(analysis.document.text, range_of(source)), (verb.idx, verb.idx + len(verb.text)), (content,), SURE, verb, row,
        found="beside" if outer else "object" if frame in OBJECTS else "rule",
    )  # fmt: skip


def _coordinated(verb: Token, analysis: Analysis, language: Language) -> Token | None:
    """The reporting verb that a verb after its clause is really coordinated with, where the parser hangs it into the clause:
    the clause ended in a quotation ("said it was “dead” and accused ..."), or its subject can say nothing.
    """
    if verb.dep_ != "conj" or any(child.dep_ in {"nsubj", "nsubjpass", "aux"} for child in verb.children):
        return None
    inner = verb.head
    reporting = inner.head
    main = next((child for child in inner.children if child.dep_ == "nsubj"), None)
    if inner.dep_ != "ccomp" and main is not None and main.pos_ == "NOUN" and not _may_speak(main, language):
        return _last_reporting(inner, verb, language)
    if (
        inner.dep_ != "ccomp"
        or reporting.tag_ != verb.tag_
        or reporting.i > inner.i
        or not rows_of(reporting, language)
    ):
        return None
    before = [token for token in inner.doc[inner.i : verb.i] if token.pos_ == "CCONJ"]
    ended = bool(before) and any(one.end <= before[-1].idx <= one.end + 2 for one in analysis.quotations)
    subject = next((child for child in inner.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    silent = subject is not None and subject.pos_ == "NOUN" and not _may_speak(subject, language)
    perfect = (
        inner.tag_ == "VBN" and verb.tag_ == "VBD"
    )  # "said they had fled and demanded": the tense goes on from "said"
    return reporting if ended or silent or perfect else None


def _last_reporting(inner: Token, verb: Token, language: Language) -> Token | None:
    """The reporting verb of a relative clause before: "drew a response from Ruiz, who called it a threat and asked ..."."""
    for token in reversed(verb.doc[inner.i + 1 : verb.i]):
        if token.dep_ == "relcl" and token.tag_ == verb.tag_ and rows_of(token, language):
            return token
    return None


def _unreal(verb: Token, language: Language) -> bool:
    """True for an infinitive and for what only may be said: nobody is reported to have said it."""
    modals = polarity(language).modals
    return any(child.dep_ == "aux" and (child.tag_ == "TO" or child.lower_ in modals) for child in verb.children)


def _speaks(row: Cue, frame: Frame, source: list[Token], verb: Token, language: Language, *, about: Token) -> bool:
    head = next((token for token in source if token.head not in source), source[0])
    if SELVES & set(head.morph.get("Person", [])):
        return False
    if frame in OBJECTS:
        return (
            row.act in (CHARGING | MADE_KNOWN if about.i < verb.i else CHARGING)
            and not is_deed(verb, row, language, about)
            and _may_speak(head, language)
        )
    return row.act in (INFINITIVES if frame == "to" else SPEAKING)


def _may_speak(head: Token, language: Language) -> bool:
    """True for somebody: a name, a pronoun for persons, or a noun for people, offices and bodies."""
    if head.ent_type_ in NAMED or head.pos_ == "PROPN":
        return True
    words = party_words(language)
    return any(word in words[name] for word in {head.lower_, head.lemma_.lower()} for name in SPEAKERS)


def _figure(verb: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    """What a phrase of the lexicon puts a figure on: "put the number of dead at 40"."""
    for row in cues(language).starting(lemma(verb, language), "phrase"):
        direct = next((child for child in verb.children if child.dep_ == "dobj"), None)
        place = next((child for child in verb.children if child.dep_ == "prep" and child.lower_ == row.words[-1]), None)
        if direct is not None and place is not None and direct.i < place.i and len(row.words) == 2:
            return "none", [*_subtree(direct), *_subtree(place)]
    return None


def _quotation(verb: Token, analysis: Analysis) -> tuple[Frame, list[Token]] | None:
    """The quotation that a participle introduces: ", adding, “...”"."""
    if verb.tag_ != "VBG":
        return None
    start = verb.idx + len(verb.text)
    for one in analysis.quotations:
        if (
            one.depth == 0
            and 0 <= one.start - start <= 3
            and not analysis.document.text[start : one.start].strip(" ,:")
        ):
            return "quote", tokens_in(analysis.doc, (one.start, one.end))
    return None


def _complement(verb: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    """The complement that carries a content, and its tokens; None where there is none that says something."""
    opening = complements(language)
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ == "ccomp" and _has_subject(child):
            tokens = _subtree(child)
            frame = opening.get(tokens[0].lower_, "clause")
            if frame == "clause" and (child.i - verb.i > 25 or tokens[0].dep_ in {"mark", "advmod"}):
                continue
            return (frame if frame in {"that", "wh"} else "clause"), tokens
        if child.dep_ in {"xcomp", "ccomp"} and any(c.tag_ == "TO" and c.dep_ == "aux" for c in child.children):
            start = verb.i + 1
            direct = next((c for c in verb.children if c.dep_ == "dobj" and c.i < child.i), None)
            tokens = _subtree(child) if direct is None else [*_subtree(direct), *_subtree(child)]
            return "to", [token for token in tokens if token.i >= start]
        if (
            child.dep_ == "prep"
            and opening.get(child.lower_) == "to"
            and any(c.dep_ == "pcomp" for c in child.children)
        ):
            return "ing", _subtree(child)
    return _mistaken(verb) or _relative(verb, language) or _object(verb, language)


def _mistaken(verb: Token) -> tuple[Frame, list[Token]] | None:
    """The clause without "that" whose subject the parser took for the verb's object."""
    subject = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    if subject is None:
        return None
    for clause in verb.children:
        if mistaken(subject, clause):
            return "clause", [*_subtree(subject), *_subtree(clause)]
    return None


def _relative(verb: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    """The noun that a relative clause without an object of its own is about: "the ban that the minister condemned", "the
    state of emergency the president declared".
    """
    subject = next((child for child in verb.children if child.dep_ == "nsubj" and child.tag_ not in RELATIVE), None)
    taken = (child for child in verb.children if child.dep_ in {"dobj", "xcomp", "nsubjpass"})
    if subject is None or any(not _is_relative(child, subject) for child in taken):
        return None
    start = min(token.i for token in verb.subtree) if verb.dep_ == "relcl" else subject.left_edge.i
    before = verb.doc[start - 1] if start else None
    if before is None or before.sent != verb.sent or subject.i > verb.i:
        return None
    if before.text == "," and verb.dep_ == "relcl":
        denied = _denied(verb, verb.doc[start], language)
        return ("obj", denied) if denied else None
    if before.pos_ not in {"NOUN", "PROPN"} and not (before.pos_ == "PRON" and before.tag_ == "NN"):
        return None
    noun = before
    while (
        noun.dep_ in {"pobj", "compound"}
        and noun.head.i < noun.i
        and (noun.dep_ == "compound" or complements(language).get(noun.head.lower_) == "of")
    ):
        noun = noun.head if noun.dep_ == "compound" else noun.head.head
    return "obj", [token for token in verb.doc[noun.left_edge.i : start] if not token.is_space]


def _is_relative(pronoun: Token, subject: Token) -> bool:
    return pronoun.tag_ in RELATIVE or (pronoun.tag_ == "IN" and pronoun.i < subject.i)  # "that", as the parser has it


def _denied(verb: Token, pronoun: Token, language: Language) -> list[Token]:
    """What a further clause denies that a relative pronoun opens: a charge or claim by its noun ("accused of fraud, which it
    denies"), else what is said before ("say the law harms them, which he denies"); nothing where it cannot be told.
    """
    told = verb.dep_ == "relcl" and pronoun.tag_ in RELATIVE and pronoun.i > 0
    if not told or not any(row.act == "deny" for row in rows_of(verb, language)):
        return []
    noun, doc = verb.head, verb.doc
    end = pronoun.i - doc[pronoun.i - 1].is_punct
    charged = noun.dep_ in {"pobj", "pcomp"} and any(row.act == "accuse" for row in rows_of(noun.head.head, language))
    if charged or rows_of(noun, language):
        return [token for token in doc[noun.left_edge.i : end] if not token.is_space]
    for clause in (noun, *noun.ancestors):
        if clause.dep_ == "ccomp" and rows_of(clause.head, language):
            return [token for token in _subtree(clause) if token.i < end]
    return []


def _object(verb: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    """The noun that the verb condemns, demands, denies ..., with what follows it; else that of its preposition."""
    later = [child for child in verb.children if child.i > verb.i]
    direct = next((child for child in later if child.dep_ == "dobj" and _may_be_said(child, language)), None)
    if direct is not None and not _is_carried(direct, verb, language):
        called = [part for child in later if child.dep_ == "oprd" and child.i > direct.i for part in _subtree(child)]
        return "obj", [*_subtree(direct), *called]
    for child in later:
        frame = complements(language).get(child.lower_)
        if child.dep_ == "prep" and frame in OBJECTS and any(c.dep_ in {"pobj", "pcomp"} for c in child.children):
            whom = [one for one in later if one.dep_ == "dobj" and one.pos_ == "PRON" and one.i < child.i]
            return frame, [*whom[:1], *_subtree(child)]
    return None


def _may_be_said(noun: Token, language: Language) -> bool:
    """True for a noun, and for a pronoun that stands for something said: "turned it down"."""
    words = party_words(language)
    return noun.pos_ in {"NOUN", "PROPN"} or noun.lower_ in words.joined("it", "pointing")


def _is_carried(noun: Token, verb: Token, language: Language) -> bool:
    """True for the noun of "expressed concern about": the cue is then more than the verb. What somebody maintains is said:
    "maintained her innocence".
    """
    carrying = [row for row in rows_of(verb, language) if len(row.words) > 1 and noun.lemma_.lower() in row.words]
    return bool(carrying) and not any(row.act == "deny" and "obj" in row.frames for row in carrying)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for child in verb.children)


def _subtree(token: Token) -> list[Token]:
    return [inner for inner in token.subtree if not inner.is_space]


def subject_of(verb: Token) -> list[Token] | None:
    """The tokens of the noun phrase that does what the verb tells: its own subject, that of the verb it is coordinated with
    or depends on, or the noun that it describes; None for a passive or where there is none.
    """
    at = verb
    for _ in range(4):
        if any(child.dep_ in {"nsubjpass", "auxpass"} for child in at.children):
            return None
        subjects = [child for child in at.children if child.dep_ == "nsubj"]
        if subjects:
            return _phrase([*subjects[:1], *(child for child in subjects if child.i < at.i)][-1], at)
        if at.dep_ in {"acl", "relcl"}:
            return _phrase(at.head, at) if at.dep_ == "relcl" or at.tag_ == "VBG" else None
        if at.dep_ not in {"conj", "advcl", "xcomp"} or at.head == at:
            return None
        at = at.head
    return None


def _phrase(noun: Token, verb: Token) -> list[Token] | None:
    if noun.tag_ in {"WDT", "WP"}:
        known = verb.dep_ == "relcl" and verb.head.tag_ not in {"WDT", "WP"}
        return _phrase(verb.head, verb) if known else None
    tokens = [token for token in noun.subtree if not token.is_space]
    if noun.is_ancestor(verb):
        tokens = [token for token in tokens if token != verb and not verb.is_ancestor(token)]
    before = [token for token in tokens if token.i < verb.i] if noun.i < verb.i else tokens
    return _contiguous(before, noun)


def _contiguous(tokens: Iterable[Token], noun: Token) -> list[Token] | None:
    """The run of tokens around the noun, without a relative clause or loose mark at its end."""
    run = [
        token
        for token in tokens
        if not any(a.dep_ == "relcl" and a.is_ancestor(token) for a in noun.children) and token.dep_ != "relcl"
    ]
    while run and (run[-1].is_punct and run[-1].text not in {")", "”", '"'}):
        run = run[:-1]
    return run or None
