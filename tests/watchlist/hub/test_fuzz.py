"""The hub against its own description: whatever is sent, it answers as it says, and never with a fault of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.watchlist.hub.hub_hand import HubWorld, a_world
from tests.watchlist.store_hand import NEXT_YEAR, photo
from watchlist.hub.http.calls import CALLS, MARK, PREFIX, Call
from watchlist.hub.http.wire import SHAPES
from watchlist.hub.rights import NodeKind, Role

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TRIES = 8
"""For each call and way of making things up; a larger number here finds more."""


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
    _send_anything(world.token(_who(call)), schema[call.path][call.verb.lower()], mode)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
def test_the_feed_too(world: HubWorld, schema: BaseSchema, mode: GenerationMode) -> None:
    _send_anything(world.token(NodeKind.FOLLOWER), schema[f"{PREFIX}/feed"]["get"], mode)


def _send_anything(token: str, operation: Any, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    hurried = settings(
        max_examples=TRIES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @hurried
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: Case[Any]) -> None:
        response = case.call_and_validate(headers=headers, checks=CHECKS)
        assert MARK.lower() in response.headers
        assert not any(word in response.text for word in ("Traceback", 'File "', "sqlite"))

    answered()


def _who(call: Call) -> str:
    """Whoever may, so that what is made up goes as far as it can."""
    return str(next(one for one in (*Role, *NodeKind) if one in call.who))
