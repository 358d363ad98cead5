"""The hub against its own description: whatever is sent, it answers as it says, and never with a fault of its own."""

import base64
import itertools
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.watchlist.hub.hub_hand import PASSPHRASES, HubWorld, a_world
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, NOON, photo
from watchlist.hub.http.calls import CALLS, MARK, NDJSON, PREFIX, Call
from watchlist.hub.http.wire import SHAPES
from watchlist.hub.rights import NodeKind, Role
from watchlist.reports.values import NewReport
from watchlist.store import WatchlistStore
from watchlist.types import Entry
from watchlist.vectors import to_bytes

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TRIES = 12
"""For each call and way of making things up; a larger number here finds more."""
NUMBERS = itertools.count(100)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubWorld]:
    """With somebody on the list, so that there is something to answer."""
    with a_world(tmp_path_factory.mktemp("hub") / "hub.db") as world:
        with world.open_store() as store:
            store.list_person(
                "张伟", "reason", NEXT_YEAR, "x", [photo(1)], evidence="e", source="s", basis="b", adult=True
            )
        world.begin_list()
        yield world


@pytest.fixture(scope="module")
def schema(world: HubWorld) -> BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", world.application)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_whatever_is_sent_is_answered_as_described(
    world: HubWorld, schema: BaseSchema, call: Call, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not SHAPES.arguments_of(call.shape).model_fields:
        return  # nothing can be wrong about nothing
    known = things_there(world) if mode is GenerationMode.POSITIVE else {}
    _send_anything(world.token(_who(call)), schema[call.path][call.verb.lower()], mode, known)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
def test_the_feed_too(world: HubWorld, schema: BaseSchema, mode: GenerationMode) -> None:
    known = {"list": ["beijing"], "model": [MODEL], "photos": ["0"]} if mode is GenerationMode.POSITIVE else {}
    _send_anything(world.token(NodeKind.FOLLOWER), schema[f"{PREFIX}/feed"]["get"], mode, known)


def test_tombstones_too(world: HubWorld, schema: BaseSchema) -> None:
    """Their schema is a text: nothing is wrong about any, for it."""
    operation = schema[f"{PREFIX}/feed/tombstones"]["post"]
    _send_anything(world.token(NodeKind.FOLLOWER), operation, GenerationMode.POSITIVE)


@schemathesis.serializer(NDJSON)
def as_it_is(_context: object, value: object) -> bytes:
    return str(value).encode(errors="surrogatepass")


def things_there(world: HubWorld) -> dict[str, list[Any]]:
    """By the names that calls give them: what is made up would only ever reach "there is no such thing"."""
    with world.open_store() as store:
        people = [_listed(store) for _ in range(4)]
        for one in people[1:]:
            store.approve(one.person_id, "somebody")
        store.add_photos(people[1].person_id, [photo(next(NUMBERS))], "else")
        store.suspend(people[2].person_id, "somebody")
        store.lodge_appeal(people[3].person_id, "it was not me", "somebody")
        number = next(NUMBERS)
        told = NewReport(NOON, "北门", f"about {number}", picture=b"jpeg")
        [report_id] = store.reports.add([told], "somebody").report_ids
        store.nodes.add(f"node-{number}", NodeKind.WATCH, False, secrets.token_bytes(32), "somebody", NOON)
        group_id = store.reports.report(report_id, "somebody").group_id
    vector = base64.b64encode(to_bytes(photo(number).templates[0][1])).decode()
    return {
        "person_id": [one.person_id for one in people],
        "photo_id": [photo_id for one in people for photo_id in one.photos],
        "name": [f"new {number}", *(one.name for one in people)],
        "photos": [[{"data": base64.b64encode(f"photograph {number}".encode()).decode()}]],
        "evidence": ["a guard saw it"],
        "basis": ["agreement 7"],
        "adult": [True],
        "born": [None],
        "report_id": [report_id],
        "group_id": [group_id],
        "node_id": [f"node-{number}"],
        "account_id": [f"new-{number}", "reviewer-2"],
        "passphrase": [PASSPHRASES["reviewer-2"]],
        "until": [str(NEXT_YEAR)],
        "model_id": [MODEL],
        "vector": [vector],
        "data": [base64.b64encode(b"a photograph").decode()],
    }


def _listed(store: WatchlistStore) -> Entry:
    number = next(NUMBERS)
    given: dict[str, Any] = {"evidence": "e", "source": "s", "basis": "b", "adult": True}
    return store.list_person(f"name {number}", "reason", NEXT_YEAR, "x", [photo(number)], **given)


def _named(value: Any, known: Mapping[str, Any]) -> Any:
    """The same with what is there in the places that have its name."""
    if isinstance(value, dict):
        return {name: known[name] if name in known else _named(part, known) for name, part in value.items()}
    return [_named(part, known) for part in value] if isinstance(value, list) else value


def _send_anything(
    token: str, operation: Any, mode: GenerationMode, known: Mapping[str, list[Any]] | None = None
) -> None:
    """With `known` every other time something that is there is named."""
    headers = {"Authorization": f"Bearer {token}"}
    there = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in (known or {}).items()})
    hurried = settings(
        max_examples=TRIES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @hurried
    @given(case=operation.as_strategy(generation_mode=mode), named=there, is_named=st.booleans())
    def answered(case: Case[Any], named: Mapping[str, Any], is_named: bool) -> None:
        if known and is_named:
            case.query, case.body = _named(case.query, named), _named(case.body, named)
        response = case.call_and_validate(headers=headers, checks=CHECKS)
        assert MARK.lower() in response.headers
        assert not any(word in response.text for word in ("Traceback", 'File "', "sqlite"))

    answered()


def _who(call: Call) -> str:
    """Whoever may, so that what is made up goes as far as it can."""
    return str(next(one for one in (*Role, *NodeKind) if one in call.who))
