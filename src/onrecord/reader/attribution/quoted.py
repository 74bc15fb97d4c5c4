"""Whose words a quotation is: each goes to the reporting clause beside it, or on with the speaker before it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.reader.attribution.drafts import LOOSE, Draft, outer_quotations, overlap, tidy, tokens_in, within

if TYPE_CHECKING:
    from onrecord.reader.attribution.drafts import Range
    from onrecord.reader.stages import Analysis, Paragraph, QuotedSpan

LEAST_WORDS = 4
"""Words of a quotation that may go on by itself; fewer are a name or a turn of phrase."""
SIGNATURE = ("–", "—", "― ", "- ")
LONGEST_BLOCK = 6
"""Paragraphs that a displayed quotation may have before the line that signs it."""


def share_quotations(drafts: list[Draft], analysis: Analysis) -> list[Draft]:
    """The drafts, each content part where it belongs, and free quotations given to the statement that they continue."""
    drafts = _moved(drafts, analysis)
    drafts = _interrupted(drafts, analysis)
    drafts = give_blocks(drafts, analysis)
    return _continued(drafts, analysis)


def _moved(drafts: list[Draft], analysis: Analysis) -> list[Draft]:
    """Contents that lie in another paragraph than their cue go to a cue of their own paragraph, where it has one."""
    contents = [list(draft.content) for draft in drafts]
    for number, draft in enumerate(drafts):
        for part in draft.content:
            home = _paragraph(analysis, part[0])
            if home is None or len(draft.content) < 2:
                continue
            others = [n for n, other in enumerate(drafts) if n != number and _paragraph(analysis, other.cue[0]) is home]
            taker = _told_before(others, drafts, part, analysis)
            if home is not _paragraph(analysis, draft.cue[0]):
                taker = _nearest(others, drafts, part) if taker is None else taker
            elif not _has_own_words_after(draft, part):
                continue
            if taker is not None:
                contents[number].remove(part)
                contents[taker].append(part)
    return [_with_content(draft, parts) for draft, parts in zip(drafts, contents, strict=True) if parts]


def _interrupted(drafts: list[Draft], analysis: Analysis) -> list[Draft]:
    """The first half of a quotation that a reporting clause cuts goes to that clause, though another led up to it: "She was
    dismayed: “While we wait,” she said, “we hope.”"
    """
    text = analysis.document.text
    closed = {one.end: one for one in outer_quotations(analysis) if text[one.end - 2] == ","}
    opened = {one.start for one in outer_quotations(analysis)}
    contents = [list(draft.content) for draft in drafts]
    for number, draft in enumerate(drafts):
        last = draft.content[-1]
        half = closed.get(last[1])
        if half is None or draft.cue[0] > last[1]:
            continue
        for other, taker in enumerate(drafts):
            clause = [taker.cue, *((taker.source,) if taker.source else ())]
            first, end = min(start for start, _ in clause), max(end for _, end in clause)
            goes_on = any(part[0] in opened and not text[end : part[0]].strip(" ,") for part in taker.content)
            if first >= half.end and not text[half.end : first].strip() and goes_on:
                contents[number] = [part for part in _cut_before(draft.content, half.start, analysis) if part]
                contents[other].append((half.start, half.end))
    return [_with_content(draft, parts) for draft, parts in zip(drafts, contents, strict=True) if parts]


def _cut_before(content: tuple[Range, ...], at: int, analysis: Analysis) -> list[Range | None]:
    """The parts of a content that stand before a character, tidied."""
    return [tidy(analysis.document.text, (start, min(end, at))) for start, end in content if start < at]


def _has_own_words_after(draft: Draft, part: Range) -> bool:
    """True where the cue follows the part and is itself followed by content: the part may be another statement's."""
    return part[1] <= draft.cue[0] and any(other[0] > draft.cue[1] for other in draft.content)


def _told_before(others: list[int], drafts: list[Draft], part: Range, analysis: Analysis) -> int | None:
    """The statement that ends right before a whole quotation, in the sentence before."""
    text = analysis.document.text
    if not any((one.start, one.end) == part for one in outer_quotations(analysis)) or text[part[1] - 2] not in ".!?":
        return None
    for n in others:
        end = max(drafts[n].cue[1], *(p[1] for p in drafts[n].content))
        between = text[end : part[0]]
        if end <= part[0] and between.count(".") == 1 and len(between.split()) <= 6:
            return n
    return None


def _with_content(draft: Draft, parts: list[Range]) -> Draft:
    return replace(draft, content=tuple(sorted(set(parts))))


def _nearest(candidates: list[int], drafts: list[Draft], part: Range) -> int | None:
    """The cue right after a part, else the last before it."""
    after = [n for n in candidates if part[1] <= drafts[n].cue[0] <= part[1] + 60]
    before = [n for n in candidates if drafts[n].cue[1] <= part[0]]
    if after:
        return min(after, key=lambda n: drafts[n].cue[0])
    return max(before, key=lambda n: drafts[n].cue[1]) if before else None


def _paragraph(analysis: Analysis, at: int) -> Paragraph | None:
    starts = [paragraph.start for paragraph in analysis.paragraphs]
    number = bisect_right(starts, at) - 1
    return analysis.paragraphs[number] if number >= 0 else None


def give_blocks(drafts: list[Draft], analysis: Analysis) -> list[Draft]:
    """A paragraph that ends in a colon introduces the displayed quotation below it."""
    result = []
    for draft in drafts:
        block = _block(draft, analysis)
        if not block:
            result.append(draft)
            continue
        own = [_before_colon(part, analysis, draft) for part in draft.content]
        parts = [part for part in own if part and not any(overlap(part, other) for other in block)]
        result.append(_with_content(draft, [*parts, *block]))
    return result


def _before_colon(part: Range, analysis: Analysis, draft: Draft) -> Range | None:
    home = _paragraph(analysis, draft.cue[0])
    return tidy(analysis.document.text, (part[0], min(part[1], home.end))) if home and part[0] < home.end else None


def _block(draft: Draft, analysis: Analysis) -> list[Range]:
    text = analysis.document.text
    home = _paragraph(analysis, draft.cue[0])
    if home is None or not text[home.start : home.end].rstrip().endswith(":"):
        return []
    cue = tokens_in(analysis.doc, draft.cue)
    sentence = cue[0].sent if cue else None
    if sentence is None or text[sentence.end_char : home.end].strip():
        return []
    if any(
        part[1] > home.end + 1 and any(overlap(part, (q.start, q.end)) for q in analysis.quotations)
        for part in draft.content
    ):
        return []
    number = analysis.paragraphs.index(home)
    following = analysis.paragraphs[number + 1 : number + 2 + LONGEST_BLOCK]
    signed = next(
        (n for n, one in enumerate(following) if text[one.start : one.end].lstrip().startswith(SIGNATURE)), None
    )
    chosen = following[: signed or 1]
    if not signed and (not chosen or chosen[0].kind != "body"):
        return []
    spans = [_stripped(text, paragraph) for paragraph in chosen]
    return [] if signed == 0 else spans


def _stripped(text: str, paragraph: Paragraph) -> Range:
    line = text[paragraph.start : paragraph.end]
    start = paragraph.start + len(line) - len(line.lstrip())
    return start, paragraph.start + len(line.rstrip())


def _continued(drafts: list[Draft], analysis: Analysis) -> list[Draft]:
    """Quotations without a reporting clause go on with the statement before: in the paragraph, or over its end where the
    marks say so.
    """
    text = analysis.document.text
    contents = [list(draft.content) for draft in drafts]
    for one in outer_quotations(analysis):
        span = (one.start, one.end)
        taken = any(overlap(span, part) for parts in contents for part in parts)
        if taken or len(text[one.start : one.end].split()) < LEAST_WORDS:
            continue
        if any(within(draft.cue, span) for draft in drafts):
            continue
        giver = _speaker_before(one, drafts, contents, analysis)
        if giver is not None:
            contents[giver].append(span)
    return [_with_content(draft, parts) for draft, parts in zip(drafts, contents, strict=True)]


def _speaker_before(
    one: QuotedSpan, drafts: list[Draft], contents: list[list[Range]], analysis: Analysis
) -> int | None:
    """The draft that a free quotation continues: its last part or its clause ends right before, with no words between."""
    text = analysis.document.text
    ends = [
        (max(draft.cue[1], *(part[1] for part in parts)), n)
        for n, (draft, parts) in enumerate(zip(drafts, contents, strict=True))
    ]
    before = [(end, n) for end, n in ends if end <= one.start]
    if not before:
        return None
    end, number = max(before)
    home = _paragraph(analysis, one.start)
    between = text[end : one.start]
    if home is None or (drafts[number].cue[0] < home.start and not one.continues):
        return None
    own_sentence = _begins_sentence(analysis, one.start)
    quoted = any(overlap(part, (q.start, q.end)) for part in contents[number] for q in analysis.quotations)
    clean = not between.strip(LOOSE + ".,!?\"”’'") or (
        own_sentence and len(between.split()) <= 12 and between.count(".") <= 1
    )
    return number if clean and (quoted or own_sentence) else None


def _begins_sentence(analysis: Analysis, at: int) -> bool:
    tokens = tokens_in(analysis.doc, (at, at + 1))
    return bool(tokens) and bool(tokens[0].is_sent_start)
