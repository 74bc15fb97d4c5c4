"""The API keeps to its own description: no 500, no answer that it does not document."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks
from schemathesis.checks import FailureGroup

from onrecord.web.access import Access
from onrecord.web.app import make_app
from tests.ledger.making import dispute, fresh_file, simple
from tests.web.conftest import read_quickly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis import Case
    from schemathesis.schemas import BaseSchema

pytestmark = pytest.mark.slow
# Each operation is tried so many times, at least; 10,000 calls in all take about 250.
EXAMPLES = int(os.environ.get("ONRECORD_SCHEMA_EXAMPLES", "10"))
HELD = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance,
]  # fmt: skip


@pytest.fixture(scope="module")
def described() -> Iterator[BaseSchema]:
    with ExitStack() as stack:
        ledger = stack.enter_context(fresh_file())
        for reading in (dispute(), simple(1), simple(2)):
            ledger.add(reading)
        app = make_app(ledger, access=Access(anonymous="admin", local_only=False), read=read_quickly)
        app.state.service.rate.burst = 10**9
        app.state.service.rate.a_minute = 10**9
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app)


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_described(described: BaseSchema, mode: GenerationMode) -> None:
    wrong: dict[str, str] = {}
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Case) -> None:
            answer = case.call()
            # An empty parameter is as good as none, since forms send what nobody filled in; and 413 refuses too.
            sent = parse_qsl(urlsplit(str(answer.request.url)).query, keep_blank_values=True)
            let_pass = any(not value for _, value in sent) or answer.status_code == 413
            case.validate_response(answer, checks=HELD if let_pass else [*HELD, checks.negative_data_rejection])

        try:
            holds()
        except Unsatisfiable:
            continue  # what takes nothing can be given nothing wrong
        except (FailureGroup, AssertionError) as failure:
            wrong[operation.label] = str(failure)
    assert not wrong, "\n".join(f"{label}: {told}" for label, told in wrong.items())
