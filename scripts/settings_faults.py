"""Every fault in a settings file, in the file's own words. The dataclasses say what a value may be."""

import dataclasses
import difflib
import json
import types
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

FAULT_OF = "fault_of"
"""In a field's metadata: a function from its text to what is wrong with it, or to None."""
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
    faults = [fault for one in tables for fault in unknown(one.content, typing.get_type_hints(one.shape), one.place)]
    errors = _errors(data, shape)
    for table in reversed(tables):  # what lies in a table comes before the table it lies in
        mine = [error for error in errors if error["loc"][: len(table.place)] == table.place]
        errors = [error for error in errors if error not in mine]
        faults += _of_table(table, mine)
    return faults + [fault for table in tables for fault in _asked_of_fields(table)]


def _of_table(table: _Table, errors: list[ErrorDetails]) -> Iterator[str]:
    """A dataclass stops at its first fault: so each value is tried alone among faultless ones."""
    if not errors:
        return
    alone = dict.fromkeys(_in_words(error, table.place) for key in table.content for error in _alone(table, key))
    yield from alone
    for error in errors:
        if error["type"] == "missing" or not (alone and table.place):
            yield _in_words(error)


def _alone(table: _Table, key: str) -> list[ErrorDetails]:
    hints = typing.get_type_hints(table.shape)
    if not table.place or key not in hints:
        return []
    required = {one.name for one in dataclasses.fields(table.shape) if one.default is one.default_factory is MISSING}
    others = {name: value for name, value in {**table.content, **_FAULTLESS}.items() if name in required}
    errors = _errors({**others, key: table.content[key]}, table.shape)
    inner = [one.place for one in _tables(table.content[key], hints[key], (key,))]  # which are told on their own
    told = [error for error in errors if any(error["loc"][: len(place)] == place for place in inner)]
    return [error for error in errors if error["loc"][:1] in ((), (key,)) and error not in told]


_FAULTLESS = {"name": "x", "url": "usb:0", "threshold": 0.5, "margin": 0.0}
"""Values for what has no default; the file's own where there is none here."""


def _asked_of_fields(table: _Table) -> Iterator[str]:
    """What the fields' own FAULT_OF find: they are asked last, and whatever else is wrong."""
    for one in dataclasses.fields(table.shape):
        value = table.content.get(one.name)
        fault = one.metadata[FAULT_OF](value) if FAULT_OF in one.metadata and isinstance(value, str) else None
        if fault is not None:
            yield f"{_path((*table.place, one.name))}: {fault}"


def _errors(data: Mapping[str, Any], shape: type[Any]) -> list[ErrorDetails]:
    try:
        validated(data, shape)
    except ValidationError as error:
        return error.errors()
    return []


def _tables(data: Any, shape: Any, place: _Place) -> Iterator[_Table]:
    """Outer ones first."""
    shape = _without_none(shape)
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


def _without_none(shape: Any) -> Any:
    """The shape of a table that may be left out."""
    shapes = [one for one in typing.get_args(shape) if one is not types.NoneType]
    return shapes[0] if typing.get_origin(shape) is types.UnionType and len(shapes) == 1 else shape


def unknown(content: Mapping[str, Any], known: Collection[str], place: _Place = ()) -> Iterator[str]:
    """The keys of a table that nothing is known by, with the nearest that something is."""
    for key in content:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            told = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            yield f"{_path((*place, key))}: unknown ({told})"


def _in_words(fault: ErrorDetails, inside: _Place = ()) -> str:
    message = fault["msg"].removeprefix("Value error, ")
    given = "" if isinstance(fault["input"], dict | list) else f", not {fault['input']!r}"
    return f"{_path((*inside, *fault['loc'])) or 'the file'}: {message}{given}"


def _path(place: _Place) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
