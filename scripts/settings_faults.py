"""Every fault in a settings file, in the file's own words. The dataclasses say what a value may be."""

import dataclasses
import difflib
import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

_Shape = typing.TypeVar("_Shape")
_Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file and the dataclass that is made of it."""

    place: _Place
    shape: Any
    content: Mapping[str, Any]


def validated(data: Mapping[str, Any], shape: type[_Shape]) -> _Shape:
    """The dataclass made of this file. Strict: "no" is no boolean, 5 is a fine 5.0. Raises ValidationError."""
    # As JSON: what pydantic calls strict wants ready-made objects otherwise. TOML's dates are nothing we ask for.
    text = json.dumps(data, default=lambda value: {"date": str(value)})
    return TypeAdapter(shape).validate_json(text, strict=True)


def all_faults(data: Mapping[str, Any], shape: type[Any]) -> list[str]:
    """None when `validated` will succeed."""
    tables = list(_tables(data, shape, ()))
    faults = [fault for table in tables for fault in _unknown(table)]
    errors = _errors(data, shape)
    for table in reversed(tables):  # what lies in a table comes before the table it lies in
        mine = [error for error in errors if error["loc"][: len(table.place)] == table.place]
        errors = [error for error in errors if error not in mine]
        faults += _of_table(table, mine)
    return faults


def _of_table(table: _Table, errors: list[ErrorDetails]) -> Iterator[str]:
    """A dataclass stops at its first fault: so each value is tried alone among faultless ones."""
    if not errors:
        return
    alone = [_in_words(error, table.place) for key in table.content for error in _alone(table, key)]
    yield from alone
    for error in errors:
        if error["type"] == "missing" or not (alone and table.place):
            yield _in_words(error)


def _alone(table: _Table, key: str) -> list[ErrorDetails]:
    hints = typing.get_type_hints(table.shape)
    if not table.place or key not in hints:
        return []
    others = {one.name: _FAULTLESS[one.name] for one in dataclasses.fields(table.shape) if one.default is MISSING}
    return _errors({**others, key: table.content[key]}, table.shape)


_FAULTLESS = {"name": "x", "url": "usb:0", "threshold": 0.5, "margin": 0.0}
"""Values for what has no default."""


def _errors(data: Mapping[str, Any], shape: type[Any]) -> list[ErrorDetails]:
    try:
        validated(data, shape)
    except ValidationError as error:
        return error.errors()
    return []


def _tables(data: Any, shape: Any, place: _Place) -> Iterator[_Table]:
    """Outer ones first."""
    if typing.get_origin(shape) is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from _tables(item, typing.get_args(shape)[0], (*place, number))
    elif typing.get_origin(shape) is dict and isinstance(data, dict):
        for key, item in data.items():
            yield from _tables(item, typing.get_args(shape)[1], (*place, key))
    elif dataclasses.is_dataclass(shape) and isinstance(data, dict):
        yield _Table(place, shape, data)
        for key, hint in typing.get_type_hints(shape).items():
            if key in data:
                yield from _tables(data[key], hint, (*place, key))


def _unknown(table: _Table) -> Iterator[str]:
    """Keys the dataclass does not have, with the nearest that it has."""
    hints = typing.get_type_hints(table.shape)
    for key in table.content:
        if key not in hints:
            near = difflib.get_close_matches(key, hints, n=1)
            told = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(hints)}"
            yield f"{_path((*table.place, key))}: unknown ({told})"


def _in_words(fault: ErrorDetails, inside: _Place = ()) -> str:
    message = fault["msg"].removeprefix("Value error, ")
    given = "" if isinstance(fault["input"], dict | list) else f", not {fault['input']!r}"
    return f"{_path((*inside, *fault['loc'])) or 'the file'}: {message}{given}"


def _path(place: _Place) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
