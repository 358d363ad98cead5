"""The calls of a protocol as JSON and back: what its methods say of arguments and answers is what the wire takes."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, ValidationError, create_model

from records.wire import NotUnderstood, Reading, config_for, fields_to_json, told, unboxed

Shape = Callable[..., Any]
"""A method of the protocol."""


class Shapes:
    """Of one protocol. `not_sent` are arguments that travel otherwise, or not at all; `narrowed` says what of a type
    is taken from outside, as an annotation that bounds it."""

    def __init__(self, not_sent: frozenset[str], narrowed: Mapping[Any, Any]) -> None:
        self._not_sent = not_sent
        self._narrowed = dict(narrowed)
        self.arguments_of = cache(self._arguments_of)

    def answer_from_json(self, shape: Shape, text: bytes) -> Any:
        """The answer of the method, as `records.wire.to_json` wrote it. Raises NotUnderstood."""
        return unboxed(_hints(shape)["return"], text, Reading.LENIENT)

    def arguments_from_json(self, shape: Shape, text: bytes) -> dict[str, Any]:
        """Raises NotUnderstood."""
        _refuse_nul(b"\\u0000" in text)
        with_types = self.arguments_of(shape)
        try:
            return _fields(with_types.model_validate_json(text))
        except ValidationError as error:
            raise NotUnderstood(told(error)) from None

    def arguments_from_query(self, shape: Shape, query: Mapping[str, str]) -> dict[str, Any]:
        """As `arguments_from_json`, for a query of an address."""
        _refuse_nul(any("\0" in value for value in query.values()))
        try:
            return _fields(self.arguments_of(shape).model_validate_strings(dict(query)))
        except ValidationError as error:
            raise NotUnderstood(told(error)) from None

    def _arguments_of(self, shape: Shape) -> type[BaseModel]:
        """The arguments as a model; one that may be None need not be given."""
        hints = _hints(shape)
        names = [name for name in inspect.signature(shape).parameters if name not in self._not_sent]
        fields: dict[str, Any] = {name: self._field(hints[name]) for name in names}
        return create_model(shape.__name__, __config__=config_for(Reading.STRICT), **fields)

    def _field(self, hint: Any) -> tuple[Any, Any]:
        may_be_none = type(None) in getattr(hint, "__args__", ())
        return self._narrowed.get(hint, hint), None if may_be_none else ...


def arguments_to_json(arguments: Mapping[str, object]) -> bytes:
    return fields_to_json(dict(arguments))


def arguments_to_query(arguments: Mapping[str, object]) -> dict[str, str]:
    """What is None is left out."""
    return {name: str(value) for name, value in arguments.items() if value is not None}


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
