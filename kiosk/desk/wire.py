"""Values to JSON and back, by their own types: what a type says is what the wire takes.

From outside everything is checked strictly (`Reading.STRICT`): an unknown field, a text for a number, an impossible
value are told as NotUnderstood. What our own desk answers may have fields more than we know (`Reading.LENIENT`):
kiosks are older than their desk for a while when a site is updated.
"""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

LONGEST_TEXT = 500
_FAULTS_TOLD = 3
_NOT_SENT = {"self", "key", "channel"}

# Beyond these a calendar overflows somewhere; no slot lies there.
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
_Count = Annotated[int, Field(ge=1, le=500)]
_NARROWED: dict[Any, Any] = {date: _Day, int: _Count}

Value = TypeVar("Value")
Shape = Callable[..., Any]


class Reading(Enum):
    STRICT = "forbid"
    LENIENT = "ignore"


class NotUnderstood(ValueError):
    """JSON that is not what it should be. Says where and why, never what stood there: it may be personal."""


def to_json(value: object) -> bytes:
    """Any value of ours: dataclasses, enums, moments, days, bytes (base64) and what is made of them."""
    return arguments_to_json({"value": value})


def from_json(kind: type[Value], text: bytes | str, reading: Reading = Reading.STRICT) -> Value:
    """What `to_json` wrote. Raises NotUnderstood."""
    return cast(Value, _unboxed(kind, text, reading))


def answer_from_json(shape: Shape, text: bytes) -> Any:
    """The answer of the protocol's method `shape`, as `to_json` wrote it. Raises NotUnderstood."""
    return _unboxed(_hints(shape)["return"], text, Reading.LENIENT)


def arguments_to_json(arguments: Mapping[str, object]) -> bytes:
    return _written().dump_json(dict(arguments))


def arguments_from_json(shape: Shape, text: bytes) -> dict[str, Any]:
    """The arguments of the protocol's method, without its key. Raises NotUnderstood."""
    _refuse_nul(b"\\u0000" in text)
    with_types = arguments_of(shape)
    try:
        return _fields(with_types.model_validate_json(text))
    except ValidationError as error:
        raise NotUnderstood(_told(error)) from None


def arguments_to_query(arguments: Mapping[str, object]) -> dict[str, str]:
    """What is None is left out."""
    return {name: str(value) for name, value in arguments.items() if value is not None}


def arguments_from_query(shape: Shape, query: Mapping[str, str]) -> dict[str, Any]:
    """As `arguments_from_json`, for a query of an address."""
    _refuse_nul(any("\0" in value for value in query.values()))
    try:
        return _fields(arguments_of(shape).model_validate_strings(dict(query)))
    except ValidationError as error:
        raise NotUnderstood(_told(error)) from None


@cache
def arguments_of(shape: Shape) -> type[BaseModel]:
    """The arguments as a model; one that may be None need not be given."""
    hints = _hints(shape)
    names = [name for name in inspect.signature(shape).parameters if name not in _NOT_SENT]
    fields: dict[str, Any] = {name: _field(hints[name]) for name in names}
    return create_model(shape.__name__, __config__=_config(Reading.STRICT), **fields)


def _field(hint: Any) -> tuple[Any, Any]:
    may_be_none = type(None) in getattr(hint, "__args__", ())
    return _NARROWED.get(hint, hint), None if may_be_none else ...


def _fields(model: BaseModel) -> dict[str, Any]:
    """The values themselves: `model_dump` would take the dataclasses apart."""
    return {name: getattr(model, name) for name in type(model).model_fields}


@cache
def _hints(shape: Shape) -> dict[str, Any]:
    return get_type_hints(shape)


@cache
def _written() -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, Any], config=_config(Reading.LENIENT))


def _unboxed(kind: Any, text: bytes | str, reading: Reading) -> Any:
    try:
        return _box_of(kind, reading).model_validate_json(text).value  # type: ignore[attr-defined]
    except ValidationError as error:
        raise NotUnderstood(_told(error)) from None


@cache
def _box_of(kind: Any, reading: Reading) -> type[BaseModel]:
    """A dataclass takes its rules from the model around it; the box also tells an answer cut short from a whole one."""
    return create_model("Box", __config__=_config(reading), value=(kind, ...))


def _config(reading: Reading) -> ConfigDict:
    longest = LONGEST_TEXT if reading is Reading.STRICT else None
    return ConfigDict(
        extra=reading.value,
        strict=True,
        str_max_length=longest,
        hide_input_in_errors=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


def _refuse_nul(is_there: bool) -> None:
    if is_there:
        # PostgreSQL keeps no NUL in a text.
        raise NotUnderstood("a text with a NUL character")


def _told(error: ValidationError) -> str:
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'JSON'}: {fault['msg']}" for fault in faults[:_FAULTS_TOLD])
