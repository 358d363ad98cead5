"""The desk's calls as JSON and back: what its protocol says of arguments and answers is what the wire takes."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, get_type_hints

from pydantic import BaseModel, Field, ValidationError, create_model

from records.wire import (
    LONGEST_TEXT,
    NotUnderstood,
    Reading,
    config_for,
    fields_to_json,
    from_json,
    to_json,
    told,
    unboxed,
)

__all__ = ["LONGEST_TEXT", "NotUnderstood", "Reading", "from_json", "to_json"]

_NOT_SENT = {"self", "key", "channel"}

# Beyond these a calendar overflows somewhere; no slot lies there.
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
_Count = Annotated[int, Field(ge=1, le=500)]
_NARROWED: dict[Any, Any] = {date: _Day, int: _Count}

Shape = Callable[..., Any]


def answer_from_json(shape: Shape, text: bytes) -> Any:
    """The answer of the protocol's method `shape`, as `to_json` wrote it. Raises NotUnderstood."""
    return unboxed(_hints(shape)["return"], text, Reading.LENIENT)


def arguments_to_json(arguments: Mapping[str, object]) -> bytes:
    return fields_to_json(dict(arguments))


def arguments_from_json(shape: Shape, text: bytes) -> dict[str, Any]:
    """The arguments of the protocol's method, without its key. Raises NotUnderstood."""
    _refuse_nul(b"\\u0000" in text)
    with_types = arguments_of(shape)
    try:
        return _fields(with_types.model_validate_json(text))
    except ValidationError as error:
        raise NotUnderstood(told(error)) from None


def arguments_to_query(arguments: Mapping[str, object]) -> dict[str, str]:
    """What is None is left out."""
    return {name: str(value) for name, value in arguments.items() if value is not None}


def arguments_from_query(shape: Shape, query: Mapping[str, str]) -> dict[str, Any]:
    """As `arguments_from_json`, for a query of an address."""
    _refuse_nul(any("\0" in value for value in query.values()))
    try:
        return _fields(arguments_of(shape).model_validate_strings(dict(query)))
    except ValidationError as error:
        raise NotUnderstood(told(error)) from None


@cache
def arguments_of(shape: Shape) -> type[BaseModel]:
    """The arguments as a model; one that may be None need not be given."""
    hints = _hints(shape)
    names = [name for name in inspect.signature(shape).parameters if name not in _NOT_SENT]
    fields: dict[str, Any] = {name: _field(hints[name]) for name in names}
    return create_model(shape.__name__, __config__=config_for(Reading.STRICT), **fields)


def _field(hint: Any) -> tuple[Any, Any]:
    may_be_none = type(None) in getattr(hint, "__args__", ())
    return _NARROWED.get(hint, hint), None if may_be_none else ...


def _fields(model: BaseModel) -> dict[str, Any]:
    """The values themselves: `model_dump` would take the dataclasses apart."""
    return {name: getattr(model, name) for name in type(model).model_fields}


@cache
def _hints(shape: Shape) -> dict[str, Any]:
    return get_type_hints(shape)


def _refuse_nul(is_there: bool) -> None:
    if is_there:
        # PostgreSQL keeps no NUL in a text.
        raise NotUnderstood("a text with a NUL character")
