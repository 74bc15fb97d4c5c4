"""From what the tagger marks to what a statement is: cues to their heads, contents to clauses and quotation marks, sources to
whole noun phrases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.attribution.drafts import (
    Draft,
    outer_quotations,
    overlap,
    range_of,
    root_of,
    tidy,
    tokens_in,
    within,
)
from onrecord.reader.attribution.heads import head_of, phrase_at, rows_of, with_opening

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages import Language
    from onrecord.languages.cues import Cue
    from onrecord.reader.attribution.drafts import Range
    from onrecord.reader.attribution.tagger import TaggedAttribution
    from onrecord.reader.stages import Analysis

RELATIVE = frozenset({"WDT", "WP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SUFFERED = frozenset({
    "permit", "concede", "demand", "accuse", "criticise", "praise", "refuse", "deny", "threaten", "warn", "promise",
})  # fmt: skip
"""Acts whose passive has for its subject whom it is done to: "was allowed to"; "is convinced" and "is quoted" are another thing."""
CHARGED = frozenset({"accuse", "criticise", "praise"})
"""Acts whose content names whom they are about: "accused the union of fraud"."""
BY_WORDS = frozenset({"ADP", "SCONJ", "PUNCT", "SPACE", "CCONJ"})


def repair(tagged: TaggedAttribution, analysis: Analysis, language: Language) -> Draft | None:
    """The tagger's attribution as a draft; None where no cue or no content is left of it."""
    doc = analysis.doc
    row: Cue | None
    phrase = phrase_at(doc, tagged.cue[0], language)
    if phrase:
        head, cue, row = phrase
        parts = list(tagged.content)
    else:
        found = head_of(doc, tagged.cue[0], tagged.content, language)
        if found is None:
            return None
        head, cue = found, (found.idx, found.idx + len(found.text))
        row = next(iter(rows_of(head, language)), None)
        parts = [with_opening(doc, head, part, tagged.cue[0], language) for part in tagged.content]
    parts = [_before_deed(part, head, doc) for part in _without_passive_subject(doc, head, parts)]
    parts = [_from_subject(_whole_clause(part, head, doc), head, doc) for part in parts]
    if row and row.act in CHARGED:
        parts = [_with_charged(part, head, doc) for part in parts]
    content = clean_content(parts, analysis, cue)
    suffered = not phrase and _is_suffered_aside(head)
    source = (
        whole_source(analysis, tagged.source[0], head) if tagged.source and not suffered else _owner(analysis, head)
    )
    reached = min((start for start, _ in content if source and source[0] < start < source[1]), default=None)
    if source and reached is not None:  # "accused by prosecutors of fraud", where the parser takes one for the other's
        source = tidy(analysis.document.text, (source[0], reached))
    if source and row and row.act in SUFFERED and _is_passive_subject(source, head):
        source = None
    own = _owner(analysis, head) if source and not phrase and _elsewhere(doc, source, head) else None
    if own:
        source, content = own, _from(content, own, analysis)
    return Draft(source, cue, content, tagged.confidence, head, row) if content else None


def _whole_clause(part: Range, head: Token, doc: Doc) -> Range:
    """The clause that the cue governs for a part that is its subject alone: "The gate" of "The gate was closed, she said"."""
    tokens = tokens_in(doc, part)
    subject = root_of(tokens) if tokens else head
    clause = subject.head
    if subject.dep_ not in SUBJECTS or clause.dep_ != "ccomp" or clause.head != head or clause in tokens:
        return part
    return range_of([one for one in clause.subtree if not one.is_space and (one.i < head.i) == (clause.i < head.i)])


def _from_subject(part: Range, head: Token, doc: Doc) -> Range:
    """The part with the subject of its clause, where it begins behind it, and without who is told: "had lied" and "Reuters
    officials had lied" of "told Reuters officials had lied".
    """
    tokens = tokens_in(doc, part)
    clause = next((token for token in tokens if token.dep_ == "ccomp" and token.head == head), None)
    if clause is None or tokens[0].i <= head.i:
        return part
    subject = next((child for child in clause.children if child.dep_ in SUBJECTS and child.i > head.i), None)
    hearer = next((child for child in head.children if child.dep_ == "dative"), None)
    if subject is None or not subject.i < clause.i:
        return part
    first = subject.left_edge
    told = hearer is not None and tokens[0].i <= hearer.i < first.i
    return (first.idx, part[1]) if told or subject.i < tokens[0].i else part


def _with_charged(part: Range, head: Token, doc: Doc) -> Range:
    """The part with whom the charge is made against: "her of negligence"."""
    tokens = tokens_in(doc, part)
    charged = next((child for child in head.children if child.dep_ == "dobj"), None)
    if charged is None or not tokens or tokens[0].dep_ != "prep" or tokens[0].head != head:
        return part
    between = charged.left_edge.i == head.i + 1 and charged.right_edge.i + 1 == tokens[0].i
    return (charged.left_edge.idx, part[1]) if between else part


def _is_passive_subject(source: Range, head: Token) -> bool:
    """True for a source that is the subject of a passive: of the cue itself, not of the verb it depends on."""
    subject = next((child for child in head.children if child.dep_ == "nsubjpass"), None)
    return subject is not None and source[0] <= subject.idx < source[1]


def _is_suffered_aside(head: Token) -> bool:
    """True for a participle that tells of its noun what others said of it: "the island, also called Easter Island"."""
    beside = {child.dep_ for child in head.children}
    named = head.dep_ == "dep" and "oprd" in beside and not beside & {"dobj", "dative"}
    return (named or (head.tag_ == "VBN" and head.dep_ == "acl")) and not beside & {"aux", "nsubj"}


def _elsewhere(doc: Doc, source: Range, head: Token) -> bool:
    """True for a source in another sentence than its cue."""
    tokens = tokens_in(doc, source)
    return bool(tokens) and tokens[0].sent != head.sent


def _from(content: tuple[Range, ...], source: Range, analysis: Analysis) -> tuple[Range, ...]:
    """The content without a source that begins a part of it: "tweeted Johnson “to provide ...”"."""
    parts = [
        tidy(analysis.document.text, (source[1], end), analysis.quotations)
        if start == source[0] < end
        else (start, end)
        for start, end in content
    ]
    return tuple(part for part in parts if part)


def _owner(analysis: Analysis, head: Token) -> Range | None:
    """Who stands beside a cue that the tagger gave no source: a noun's possessor, an active verb's subject, a passive's agent."""
    wanted = "poss" if head.pos_ == "NOUN" else "nsubj"
    if head.pos_ not in {"NOUN", "VERB"}:
        return None
    beside = list(head.children)
    if any(child.dep_ == "nsubjpass" for child in beside) or _is_suffered_aside(head):
        wanted, beside = "pobj", [one for child in beside if child.dep_ == "agent" for one in child.children]
    for child in beside:
        if child.dep_ == wanted and child.pos_ in {"NOUN", "PROPN", "PRON"} and child.tag_ not in RELATIVE:
            return tidy(analysis.document.text, range_of([token for token in child.subtree if token.tag_ != "POS"]))
    return None


def clean_content(parts: list[Range], analysis: Analysis, cue: Range) -> tuple[Range, ...]:
    """The parts of a content, cut at paragraphs, whole quotations taken in, without loose marks and the cue's own words."""
    pieces = [piece for part in parts for piece in _by_paragraph(part, analysis)]
    quotations = outer_quotations(analysis)
    found: list[Range] = []
    for piece in pieces:
        wide = _to_marks(piece, analysis)
        if overlap(wide, cue):  # a quotation's marks must not draw the reporting clause in
            wide = piece
        kept = tidy(analysis.document.text, _without_link(wide, analysis.doc), quotations)
        if kept and not overlap(kept, cue):
            found.append(kept)
    said = [part for part in found if not _is_pronoun(analysis.doc, part)]
    heard = [part for part in said or found if not _in_next_sentence(part, cue, analysis)]
    return tuple(_merged(sorted(set(heard))))


def _is_pronoun(doc: Doc, part: Range) -> bool:
    """True for a pronoun alone, a relative or a loose "this": it stands for what is said elsewhere."""
    tokens = tokens_in(doc, part)
    return len(tokens) == 1 and (tokens[0].tag_ in RELATIVE or tokens[0].pos_ == "PRON")


def _in_next_sentence(part: Range, cue: Range, analysis: Analysis) -> bool:
    """True for plain words that begin after the cue's sentence: "as the court found. The government says ..."."""
    heads, tokens = tokens_in(analysis.doc, cue), tokens_in(analysis.doc, part)
    if not heads or not tokens or tokens[0].i <= heads[-1].i or tokens[0].sent == heads[-1].sent:
        return False
    quoted = any(overlap(part, (one.start, one.end)) for one in analysis.quotations)
    return not quoted and analysis.doc[tokens[0].i - 1].text == "."


def _without_link(part: Range, doc: Doc) -> Range:
    """Without words at its end that begin another clause: ", for which" he was criticised."""
    tokens = tokens_in(doc, part)
    if len(tokens) < 3 or not (tokens[-1].tag_ in RELATIVE or tokens[-1].pos_ == "CCONJ"):
        return part
    kept = tokens[:-2] if tokens[-2].pos_ == "ADP" else tokens[:-1]
    return part[0], range_of(kept)[1]


def _by_paragraph(part: Range, analysis: Analysis) -> list[Range]:
    return [
        (max(part[0], paragraph.start), min(part[1], paragraph.end))
        for paragraph in analysis.paragraphs
        if paragraph.start < part[1] and part[0] < paragraph.end and paragraph.kind in {"body", "heading"}
    ]


def _to_marks(piece: Range, analysis: Analysis) -> Range:
    """The piece with the quotations that it begins or ends in, marks and all."""
    start, end = piece
    text = analysis.document.text
    for one in outer_quotations(analysis):
        if one.start < start < one.end and (end >= one.end or not text[one.start + 1 : start].strip()):
            start = one.start
        if one.start < end < one.end and (start <= one.start or not text[end : one.end - 1].strip(" .,;!?")):
            end = one.end
        if end == one.start and not one.closed:
            end = one.end
    return start, end


def _merged(parts: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for part in parts:
        if merged and part[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], part[1]))
        else:
            merged.append(part)
    return merged


def _without_passive_subject(doc: Doc, head: Token, parts: list[Range]) -> list[Range]:
    """Of "Beijing was accused of spying" the content is "of spying": the subject is the target."""
    if len(parts) < 2 or not any(child.dep_ == "nsubjpass" for child in _verb(head).children):
        return parts
    kept = []
    for part in parts:
        tokens = tokens_in(doc, part)
        root = root_of(tokens) if tokens else None
        if root is None or root.dep_ != "nsubjpass" or root.i > head.i:
            kept.append(part)
    return kept or parts


def _verb(head: Token) -> Token:
    return head.head if head.dep_ in {"conj", "xcomp"} and not any(c.dep_ in SUBJECTS for c in head.children) else head


def whole_source(analysis: Analysis, source: Range, head: Token) -> Range | None:
    """The source without "by", a possessive's ending or loose marks; of a relative pronoun the noun phrase it stands for."""
    tokens = _without_date(_before_verb(_beside(_in_prose(source, head, analysis), head), head))
    while tokens and tokens[0].pos_ in BY_WORDS:
        tokens = tokens[1:]
    while tokens and (
        tokens[-1].pos_ in BY_WORDS or (tokens[-1].tag_ == "POS" and tokens[-1].head.head.i >= tokens[-1].i)
    ):
        tokens = tokens[:-1]
    if not tokens:
        return None
    tokens = _of_relative(tokens, head)
    if len(tokens) == 1 and tokens[0].tag_ in RELATIVE:
        return _antecedent(tokens[0], head)
    tokens = _with_title(tokens)
    tokens = _with_apposition(tokens, head)
    tokens = [token for token in tokens if token.i < head.i or token.i > head.i] or tokens
    return tidy(analysis.document.text, range_of(tokens))


def _before_deed(part: Range, head: Token, doc: Doc) -> Range:
    """The part without a verb behind a quotation that goes on from the cue: "called it “a trap” and fired two missiles"."""
    tokens = tokens_in(doc, part)
    for number, token in enumerate(tokens):
        joined = number > 1 and token.dep_ == "conj" and token.head == head and token.tag_ == head.tag_
        if joined and tokens[number - 1].pos_ == "CCONJ" and tokens[number - 2].is_quote:
            return part[0], range_of(tokens[: number - 1])[1]
    return part


def _in_prose(source: Range, head: Token, analysis: Analysis) -> list[Token]:
    """The source's tokens behind "PARIS (Agency) —"."""
    home = max((one.start for one in analysis.paragraphs if one.start <= head.idx), default=0)
    return [token for token in tokens_in(analysis.doc, source) if token.idx >= home or token.i > head.i]


def _before_verb(tokens: list[Token], head: Token) -> list[Token]:
    """The tokens before another verb that is coordinated with the cue: "welcomed by the unions but dismissed by ..."."""
    for number, token in enumerate(tokens):
        if number and token.dep_ == "conj" and token.head == head and token.pos_ == "VERB":
            kept = tokens[:number]
            return kept[:-1] if kept[-1].pos_ == "CCONJ" else kept
    return tokens


def _without_date(tokens: list[Token]) -> list[Token]:
    """The tokens without "on Sunday" at their end."""
    number = len(tokens)
    while number and tokens[number - 1].ent_type_ in {"DATE", "TIME"}:
        number -= 1
    if 1 < number < len(tokens) and tokens[number - 1].pos_ == "ADP":
        return tokens[: number - 1]
    return tokens


def _beside(tokens: list[Token], head: Token) -> list[Token]:
    """Those of the line nearest to the cue, where a caption or signature was taken in with the source."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if (
            lines[-1]
            and token.is_sent_start
            and any("\n" in part.text for part in token.doc[lines[-1][-1].i : token.i])
        ):
            lines.append([])
        lines[-1].append(token)
    return lines[-1] if tokens and tokens[-1].i < head.i else lines[0]


def _of_relative(tokens: list[Token], head: Token) -> list[Token]:
    """The subject of the relative clause that the cue heads, where its noun was taken in: "the party, whose leader ..."."""
    subject = next((child for child in head.children if child.dep_ == "nsubj" and child.tag_ not in RELATIVE), None)
    if head.dep_ != "relcl" or subject is None or subject not in tokens or subject.left_edge not in tokens[1:]:
        return tokens
    return [token for token in tokens if token.i >= subject.left_edge.i]


def _antecedent(pronoun: Token, head: Token) -> Range | None:
    verb: Token = pronoun.head
    for _ in range(3):
        if verb.dep_ == "relcl":
            break
        verb = verb.head
    noun = verb.head
    if verb.dep_ != "relcl" or noun.i >= pronoun.i:
        return None
    tokens = [token for token in noun.subtree if token.i < pronoun.i and not (verb.is_ancestor(token) or token == verb)]
    while tokens and tokens[-1].is_punct:
        tokens = tokens[:-1]
    span = range_of(tokens) if tokens else None
    return span if span and not within((head.idx, head.idx + 1), span) else None


def _with_title(tokens: list[Token]) -> list[Token]:
    """With the words that belong to the name before it: "German Chancellor", "NATO's" are part of the phrase."""
    root = root_of(tokens)
    left = [token for token in root.subtree if token.i < tokens[0].i and token.i >= root.left_edge.i]
    marks = [number for number, token in enumerate(left, 1) if token.is_quote]
    left = left[marks[-1] :] if marks else left  # the closing mark of what was quoted before
    if left and left[0].pos_ == "ADJ" and not left[0].text[0].isupper():
        return tokens  # "aware" of "are you aware X said" is no part of the name
    near = all(token.dep_ in {"compound", "amod", "det", "poss", "case", "nmod", "nummod", "punct"} for token in left)
    return [*left, *tokens] if left and near and len(left) <= 8 else tokens


def _with_apposition(tokens: list[Token], head: Token) -> list[Token]:
    """With an apposition that goes on right after it, up to the cue: "the minister, Wang Yi"."""
    doc, last = tokens[0].doc, tokens[-1]
    root = root_of(tokens)
    for child in root.children:
        if (
            child.dep_ == "appos"
            and child.i > last.i
            and child.left_edge.i - last.i <= 2
            and not child.left_edge.i <= head.i <= child.right_edge.i
        ):
            end = child.right_edge.i
            if not any(token.is_sent_start for token in doc[last.i + 1 : end + 1]):
                return [token for token in doc[tokens[0].i : end + 1] if not token.is_space]
    return tokens
