"""The OpenAPI 3.1 description of a hub's calls, made of the table of calls and the protocol's own types."""

from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, create_model
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from records.wire import Reading, config_for
from watchlist.hub.http.calls import CALLS, GET, NDJSON, PREFIX, Call
from watchlist.hub.http.wire import SHAPES
from watchlist.hub.rights import FOLLOWERS

JSON = "application/json"
_REF = "#/components/schemas/{model}"
_REFUSALS = {
    "400": "The arguments are not understood.",
    "401": "No session, and no node's key.",
    "403": "Not for this role, or a wrong passphrase.",
    "404": "There is nobody by that name.",
    "405": "The call is made with another verb.",
    "408": "The request did not arrive in time.",
    "409": "The rules of the list, or its state, do not allow it; the hint says what can be done.",
    "413": "The request is too large.",
    "429": "Asked too often; Retry-After says when to ask again.",
    "503": "Not now; Retry-After says when to ask again.",
}


class Refusal(BaseModel):
    """As `telling.Told` travels."""

    error: str
    message: str
    hint: str
    wait_s: float | None = None


@cache
def description(version: str) -> dict[str, Any]:
    """The whole document; made once, because it takes long and anybody may ask for it."""
    takes = {call.name: _named(SHAPES.arguments_of(call.shape), f"{call.name}_arguments") for call in CALLS}
    gives = {call.name: _answer_of(call) for call in CALLS}
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "validation") for model in takes.values()]
    models += [(model, "serialization") for model in gives.values()]
    models.append((Refusal, "serialization"))
    schemas, definitions = models_json_schema(models, ref_template=_REF)
    components = definitions["$defs"]

    def path_of(call: Call) -> dict[str, Any]:
        refused = schemas[(Refusal, "serialization")]
        answer = schemas[(gives[call.name], "serialization")]
        taken = schemas[(takes[call.name], "validation")]
        return {call.verb.lower(): _operation(call, taken, answer, refused, components)}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Gatehouse: the list of a hub", "version": version},
        "paths": {call.path: path_of(call) for call in CALLS} | _feed(schemas[(Refusal, "serialization")]),
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _feed(refused: dict[str, Any]) -> dict[str, Any]:
    """The calls that are no method of the protocol; the lines of a transfer stand in watchlist.feed.wire.lines."""
    lines: dict[str, Any] = {"content": {NDJSON: {"schema": {"type": "string"}}}}
    whole = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
    asked: dict[str, dict[str, Any]] = {
        "list": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},
        "epoch": whole,
        "after": whole,
        "wait_s": {"type": "number", "minimum": 0, "maximum": 3600},
        "model": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9@+:._-]+$"},
        "photos": {"type": "string", "enum": ["0", "1"]},
    }
    both: dict[str, Any] = {
        "security": [{"bearer": []}],
        "summary": f"For {', '.join(sorted(FOLLOWERS))}.",
    }
    refusals = {status: _content(about, refused) for status, about in _REFUSALS.items()}
    feed = {
        **both,
        "operationId": "feed",
        "parameters": [
            {"name": name, "in": "query", "required": name == "list", "schema": schema}
            for name, schema in asked.items()
        ],
        "responses": {"200": {"description": "What changed since, or the whole list.", **lines}, **refusals},
    }
    offer = {
        **both,
        "operationId": "offer_tombstones",
        "requestBody": {"required": True, **lines},
        "responses": {"204": {"description": "They are erased here too."}, **refusals},
    }
    return {f"{PREFIX}/feed": {"get": feed}, f"{PREFIX}/feed/tombstones": {"post": offer}}


def _operation(
    call: Call, taken: dict[str, Any], answer: dict[str, Any], refused: dict[str, Any], components: dict[str, Any]
) -> dict[str, Any]:
    answers = {status: _content(about, refused) for status, about in _REFUSALS.items()}
    operation: dict[str, Any] = {
        "operationId": call.name,
        "summary": f"For {', '.join(sorted(call.who))}." if not call.is_open else "For everybody.",
        "security": [] if call.is_open else [{"bearer": []}],
        "responses": {"200": _content("The answer.", answer), **answers},
    }
    if call.verb != GET:
        return {**operation, "requestBody": {"required": True, "content": {JSON: {"schema": taken}}}}
    model = components[taken["$ref"].rpartition("/")[2]]
    return {**operation, "parameters": _parameters(model)}


def _parameters(model: dict[str, Any]) -> list[dict[str, Any]]:
    needed = model.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in model.get("properties", {}).items()
    ]


def _content(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {JSON: {"schema": schema}}}


def _answer_of(call: Call) -> type[BaseModel]:
    kind = get_type_hints(call.shape)["return"]
    return create_model(f"{call.name}_answer", __config__=config_for(Reading.LENIENT), value=(kind, ...))


def _named(model: type[BaseModel], name: str) -> type[BaseModel]:
    """Under a name of its own: methods may be called as values are."""
    return create_model(name, __base__=model)
