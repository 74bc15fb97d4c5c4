"""Readings as Label Studio tasks with predictions, for people to correct; and their annotations back in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordError
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import json_array
from onrecord.exports.returned import Returned
from onrecord.records import ACTS, LINK_TYPES, QUOTATIONS, Document, Link, Reading, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# The configuration of a project that shows what the tasks hold.
CONFIGURATION = f"""<View>
  <Header value="$title"/>
  <Labels name="label" toName="text">
    <Label value="Source"/><Label value="Cue"/><Label value="Content"/>
  </Labels>
  <Relations>
    {"".join(f'<Relation value="{type_}"/>' for type_ in ("source", "cue", "continued", *LINK_TYPES))}
  </Relations>
  <Text name="text" value="$text"/>
  <Choices name="act" toName="text" perRegion="true" whenTagName="label" whenLabelValue="Content">
    {"".join(f'<Choice value="{act}"/>' for act in ACTS)}
  </Choices>
  <Choices name="quotation" toName="text" perRegion="true" whenTagName="label" whenLabelValue="Content">
    {"".join(f'<Choice value="{quotation}"/>' for quotation in QUOTATIONS)}
  </Choices>
  <Choices name="flags" toName="text" perRegion="true" choice="multiple" whenTagName="label" whenLabelValue="Content">
    <Choice value="negated"/><Choice value="hypothetical"/>
  </Choices>
</View>
"""
SEPARATOR = "|"
TIES = ("source", "cue", "continued")


def tasks(readings: Iterable[Reading], _: Iterable[Link] = (), __: Options = PLAIN) -> Iterator[bytes]:
    """A JSON array of tasks, each an article with its statements as a prediction. Offsets are code points, as Label
    Studio counts them. A statement is its first Content region, with act, quotation and flags; relations lead from it to
    its Source, Cues, further Contents (`continued`), and to the statements of the article that it answers.
    """
    return json_array(map(_task, readings))


def _task(reading: Reading) -> dict[str, Any]:
    document = reading.document
    facts = ("title", "url", "outlet", "published", "language")
    known = {name: getattr(document, name) for name in facts}
    result = [item for statement in reading.statements for item in _regions(statement)]
    result += [_relation(_region_id(link.from_), _region_id(link.to), link.type) for link in reading.links]
    version = f"onrecord {reading.reader.version}" if reading.reader else "onrecord"
    return {
        "data": {"text": document.text, "article": document.id, **known, "title": document.title or document.id},
        "meta": {"title": document.title},
        "predictions": [{"model_version": version, "result": result}],
    }


def _region_id(statement: str, role: str = "content", number: int = 0) -> str:
    return SEPARATOR.join((statement, role, str(number)))


def _regions(statement: Statement) -> Iterator[dict[str, Any]]:
    head = _region_id(statement.id)
    first = statement.content[0] if statement.content else statement.spans[0]
    yield _region(head, first, "Content") | {"score": statement.confidence}
    flags = [name for name in ("negated", "hypothetical") if getattr(statement, name)]
    for name, values in (("act", [statement.act]), ("quotation", [statement.quotation]), ("flags", flags)):
        if values:
            yield _item(head, name, "choices", {"start": first.start, "end": first.end, "choices": values})
    ties = [("source", "Source", 0, statement.source)] if statement.source else []
    ties += [("cue", "Cue", number, span) for number, span in enumerate(statement.cue)]
    ties += [("continued", "Content", number, span) for number, span in enumerate(statement.content[1:], 1)]
    for tie, label, number, span in ties:
        id_ = _region_id(statement.id, tie, number)
        yield _region(id_, span, label)
        yield _relation(head, id_, tie)


def _region(id_: str, span: Span, label: str) -> dict[str, Any]:
    return _item(id_, "label", "labels", {"start": span.start, "end": span.end, "text": span.text, "labels": [label]})


def _item(id_: str, name: str, type_: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "from_name": name, "to_name": "text", "type": type_, "value": value}


def _relation(from_: str, to: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": from_, "to_id": to, "direction": "right", "labels": [label]}


def returned_tasks(data: Any) -> Iterator[Returned]:
    """What annotators said, from the JSON that Label Studio exports: the last annotation of each task that was not
    cancelled; tasks without one give nothing. Raises RecordError where it is no such JSON.
    """
    if not isinstance(data, list):
        raise RecordError("not Label Studio's JSON: an array of tasks is wanted; export the project as JSON")
    for task in data:
        try:
            done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
            if done:
                yield Returned(task["data"].get("article"), _reading(task["data"], done[-1]["result"]))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise RecordError(f"no task of ours: {error!r}; export the project as JSON, not as JSON-MIN") from error


def _reading(data: dict[str, Any], result: list[dict[str, Any]]) -> Reading:
    text = data["text"]
    regions: dict[str, tuple[str, Span]] = {}
    choices: dict[str, dict[str, list[str]]] = defaultdict(dict)
    ties: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in result:
        if item["type"] == "labels":
            regions[item["id"]] = (item["value"]["labels"][0], _span(text, item["value"]))
        elif item["type"] == "choices":
            choices[item["id"]][item["from_name"]] = item["value"]["choices"]
        elif item["type"] == "relation":
            ties[item["from_id"]].append(((item.get("labels") or [""])[0], item["to_id"]))
    parts = {to for tied in ties.values() for label, to in tied if label == "continued"}
    heads = [id_ for id_, (label, _) in regions.items() if label == "Content" and id_ not in parts]
    ids = {id_: _statement_id(id_, number) for number, id_ in enumerate(heads, 1)}
    statements = tuple(_statement(ids[id_], id_, regions, choices[id_], ties[id_]) for id_ in heads)
    links = tuple(
        Link(ids[id_], label, ids[to])
        for id_ in heads for label, to in ties[id_] if label in LINK_TYPES and to in ids
    )  # fmt: skip
    facts = {name: data.get(name) for name in ("url", "outlet", "published", "language")}
    title = data.get("title") if data.get("title") != data.get("article") else None
    return Reading(Document(text, title=title, **facts), statements, links)


def _statement_id(region: str, number: int) -> str:
    statement, mark, _ = region.partition(SEPARATOR)
    return statement if mark else f"s{number}"


def _span(text: str, value: dict[str, Any]) -> Span:
    start, end = int(value["start"]), int(value["end"])
    if not 0 <= start < end <= len(text):
        raise ValueError(f"characters {start} to {end} are not in the text, which has {len(text)}")
    return Span(start, end, text[start:end])


def _statement(
    id_: str,
    head: str,
    regions: dict[str, tuple[str, Span]],
    choices: dict[str, list[str]],
    ties: list[tuple[str, str]],
) -> Statement:
    tied: dict[str, list[Span]] = {tie: [] for tie in TIES}
    for label, to in ties:
        if label in tied and to in regions:
            tied[label].append(regions[to][1])
    act = (choices.get("act") or ["state"])[0]
    quotation = (choices.get("quotation") or ["indirect"])[0]
    flags = choices.get("flags") or ()
    return Statement(
        id_, tied["source"][0] if tied["source"] else None, tuple(tied["cue"]),
        (regions[head][1], *tied["continued"]),
        quotation if quotation in QUOTATIONS else "indirect",
        act if act in ACTS else "state", negated="negated" in flags, hypothetical="hypothetical" in flags,
    )  # fmt: skip
