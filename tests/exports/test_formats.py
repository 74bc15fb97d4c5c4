"""What every format claims: read back with another's library, it holds what the readings hold."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from rdflib import Graph, URIRef, namespace
from rdflib.namespace import PROV, RDF

from onrecord.cli.exporting import STREAMS
from onrecord.exports import parquet, workbook
from onrecord.exports.delimited import begins_formula, statements_csv
from onrecord.exports.follow_the_money import entities
from onrecord.exports.graph import graphml
from onrecord.exports.lossless import json_lines
from onrecord.exports.options import Options
from onrecord.exports.pieces import iri, party_id
from onrecord.exports.prov import provenance
from onrecord.exports.rows import STATEMENTS, statement_rows
from onrecord.exports.schema_org import quotations_and_claims
from onrecord.exports.web_annotation import web_annotations
from onrecord.records import Reading, with_ledger_ids
from tests.exports.making import across, ledger, many, odd, peak
from tests.ledger.making import readings

STATEMENT_COUNT = sum(len(reading.statements) for reading in ledger())


def stream(name: str):
    module, _, function = STREAMS[name].partition(".")
    return getattr(import_module(f"onrecord.exports.{module}"), function)


def whole(function, *arguments) -> bytes:
    return b"".join(function(ledger(), across(), *arguments))


@pytest.mark.parametrize("name", STREAMS)
def test_the_same_readings_give_the_same_bytes(name: str) -> None:
    assert whole(stream(name)) == whole(stream(name))


@pytest.mark.parametrize("name", STREAMS)
def test_nothing_gives_a_whole_file(name: str) -> None:
    content = b"".join(stream(name)([], [], Options()))
    if name in {"web-annotation", "prov", "schema-org", "label-studio"}:
        json.loads(content)


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMS)
def test_memory_does_not_grow_with_the_ledger(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 200)
    work = stream(name)
    peak(partial(work, many(2), [], Options()))  # what is loaded once
    few, more = (peak(partial(work, many(count), [], Options())) for count in (20, 120))
    assert more < few * 1.5 + 400_000, f"{few} bytes for 20 articles, {more} for 120"


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMS)
@settings(max_examples=15, deadline=None)
@given(reading=readings())
def test_no_reading_breaks_a_format(name: str, reading: Reading) -> None:
    for options in (Options(), Options(text=False)):
        assert b"".join(stream(name)([with_ledger_ids(reading)], [], options)) is not None


def test_json_lines_are_lossless() -> None:
    lines = [json.loads(line) for line in whole(json_lines).splitlines()]
    assert [Reading.from_json(line) for line in lines[:2]] == [Reading.from_json(one.to_json()) for one in ledger()]
    assert lines[2] == across()[0].to_json()


def test_csv_cells_run_nowhere() -> None:
    rows = list(csv.DictReader(io.StringIO(whole(statements_csv).decode(), newline="")))
    assert len(rows) == STATEMENT_COUNT
    assert list(rows[0]) == list(STATEMENTS)
    assert not any(begins_formula(cell) for row in rows for cell in row.values())
    assert rows[4]["content"] == "'=1+1; & <b>rot</b>,"
    raw = list(csv.DictReader(io.StringIO(whole(statements_csv, Options(raw_cells=True)).decode(), newline="")))
    assert raw[4]["content"] == "=1+1; & <b>rot</b>,"
    assert raw[5]["content"] == "that\nit fell 3 days"


def test_parquet_holds_the_rows_with_their_types() -> None:
    table = pq.read_table(io.BytesIO(whole(parquet.statements_parquet)))
    expected = [row for reading in ledger() for row in statement_rows(reading)]
    assert table.to_pylist() == expected
    assert str(table.schema.field("speakers").type) == "list<element: string>"
    assert str(table.schema.field("negated").type) == "bool"


def test_a_workbook_holds_texts_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(whole(workbook.workbook)))
    assert book.sheetnames == ["Statements", "Links"]
    rows = list(book["Statements"].iter_rows())
    assert len(rows) == STATEMENT_COUNT + 1
    assert not any(cell.data_type == "f" or cell.hyperlink for row in rows for cell in row)
    content = list(STATEMENTS).index("content")
    assert rows[5][content].value == "'=1+1; & <b>rot</b>,"
    raw = openpyxl.load_workbook(io.BytesIO(whole(workbook.workbook, Options(raw_cells=True))))["Statements"]
    cell = list(raw.iter_rows())[5][content]
    assert (cell.value, cell.data_type) == ("=1+1; & <b>rot</b>,", "s")
    assert [cell.value for cell in list(book["Links"].iter_rows())[-1]][1] == "counters"


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LONGEST_SHEET", 3)
    monkeypatch.setattr(workbook, "LONGEST_CELL", 10)
    book = openpyxl.load_workbook(io.BytesIO(whole(workbook.workbook)))
    assert [name for name in book.sheetnames if name.startswith("S")] == ["Statements", "Statements 2", "Statements 3"]
    assert all(len(str(cell.value)) <= 10 for row in book["Statements"].iter_rows() for cell in row)


def test_the_graph_has_parties_statements_and_what_ties_them() -> None:
    graph = nx.read_graphml(io.BytesIO(whole(graphml)), force_multigraph=True)
    kinds = nx.get_node_attributes(graph, "kind")
    assert sum(kind == "statement" for kind in kinds.values()) == STATEMENT_COUNT
    assert len(kinds) == len(graph)  # no edge leads to what is no node
    expected = set()
    for reading in ledger():
        for one in reading.statements:
            expected |= {(party_id(party), one.id, "says") for party in one.speakers}
            expected |= {(one.id, party_id(party), "about") for party in one.targets}
            expected |= {(one.id, party_id(party), "to") for party in one.addressees}
            expected |= {(one.id, one.inside, "inside")} if one.inside else set()
        expected |= {(link.from_, link.to, link.type) for link in reading.links}
    expected |= {(link.from_, link.to, link.type) for link in across()}
    assert {(source, target, data["type"]) for source, target, data in graph.edges(data=True)} == expected
    assert graph.nodes[odd().statements[0].id]["label"] == "=1+1; & <b>rot</b>,"


def test_annotations_select_their_words_in_code_points_and_as_browsers_count() -> None:
    page = json.loads(whole(web_annotations))
    assert page["type"] == "AnnotationPage"
    text = odd().document.text
    units = text.encode("utf-16-le")
    items = [item for item in page["items"] if item.get("onrecord:article") == iri(odd().document.id)]
    assert len(items) == 2
    for target in (target for item in items for target in item["target"]):
        quote, position = target["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text.count(quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")) == 1
        start, end = position["onrecord:utf16Start"], position["onrecord:utf16End"]
        assert units[2 * start : 2 * end].decode("utf-16-le") == quote["exact"]
        assert target["source"] == odd().document.url
    assert any(position["start"] < position["onrecord:utf16Start"] for _, position in
               (target["selector"] for item in items for target in item["target"]))  # fmt: skip
    links = [item for item in page["items"] if item["motivation"] == "linking"]
    assert len(links) == sum(len(reading.links) for reading in ledger()) + 1


def parsed(content: bytes, context: object = None) -> Graph:
    data = json.loads(content)
    if context:
        data["@context"] = context
    return Graph().parse(data=json.dumps(data), format="json-ld")


def test_provenance_uses_terms_of_prov_and_leads_back_to_the_article() -> None:
    graph = parsed(whole(provenance))
    for term in {*graph.predicates(), *graph.objects(predicate=RDF.type)}:
        if str(term).startswith(str(PROV)):
            assert term in namespace.PROV
    for reading in ledger():
        article = URIRef(iri(reading.document.id))
        for statement in reading.statements:
            node = URIRef(iri(statement.id))
            assert graph.value(node, PROV.wasDerivedFrom) == article
            activity = graph.value(node, PROV.wasGeneratedBy)
            assert (activity, PROV.used, article) in graph
            assert graph.value(activity, PROV.wasAssociatedWith) == graph.value(node, PROV.wasAttributedTo)
    assert len(list(graph.objects(predicate=PROV.qualifiedDerivation))) == 4


def test_schema_org_has_quotations_and_claims_and_no_verdicts() -> None:
    graph = parsed(whole(quotations_and_claims), {"@vocab": str(namespace.SDO)})
    for term in {*graph.predicates(), *graph.objects(predicate=RDF.type)} - {RDF.type}:
        assert term in namespace.SDO
    kinds = {namespace.SDO.Quotation: "direct", namespace.SDO.Claim: "indirect"}
    for kind, quotation in kinds.items():
        found = {str(node) for node in graph.subjects(RDF.type, kind)}
        assert found == {
            iri(one.id) for reading in ledger() for one in reading.statements if one.quotation == quotation
        }
    assert not list(graph.subjects(RDF.type, namespace.SDO.ClaimReview))


def test_entities_follow_the_money() -> None:
    found = [json.loads(line) for line in whole(entities).splitlines()]
    by_id = {entity["id"]: entity for entity in found}
    assert len(by_id) == len(found)
    assert {entity["schema"] for entity in found} == {
        "Article", "Person", "PublicBody", "Organization", "UnknownLink", "Documentation",
    }  # fmt: skip
    for entity in found:
        for name in ("subject", "object", "entity", "document", "proof"):
            assert all(value in by_id for value in entity["properties"].get(name, ()))
    links = [entity["properties"] for entity in found if entity["schema"] == "UnknownLink"]
    assert sorted(link["role"][0] for link in links) == ["accused", "demanded", "denied"]


# The library is compiled and has a place of its own, which `make test` fills: see the Makefile.
FOLLOW_THE_MONEY = Path(sys.prefix) / "followthemoney"
JUDGE = """
import json, sys
from followthemoney import model
for line in sys.stdin:
    given = json.loads(line)
    proxy = model.get_proxy(given, cleaned=False)
    proxy.schema.validate(proxy.to_dict())
    # What it does not know or cannot make out it leaves out.
    if {name: set(values) for name, values in given["properties"].items()} != {
        name: set(values) for name, values in proxy.to_dict()["properties"].items()
    }:
        sys.exit(f"{given} became {proxy.to_dict()}")
    print(proxy.id)
"""


def judged(lines: bytes) -> subprocess.CompletedProcess[bytes]:
    python = FOLLOW_THE_MONEY / "bin" / "python"
    return subprocess.run([python, "-c", JUDGE], input=lines, capture_output=True, check=False)


@pytest.mark.slow
@pytest.mark.skipif(
    not (FOLLOW_THE_MONEY / ".installed").exists(), reason="FollowTheMoney is not here: make followthemoney"
)
def test_entities_are_valid_by_the_library() -> None:
    lines = whole(entities)
    done = judged(lines)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == [json.loads(line)["id"] for line in lines.splitlines()]
    for wrong in (("Person", "Nobody"), ("publishedAt", "printedOn"), ("2024-07-11", "last week")):
        assert wrong[0] in lines.decode()
        assert judged(lines.replace(wrong[0].encode(), wrong[1].encode())).returncode != 0, wrong
