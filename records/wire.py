"""Values to JSON and back, by their own types: what a type says is what the wire takes.

From outside everything is checked strictly (`Reading.STRICT`): an unknown field, a text for a number, an impossible
value are told as NotUnderstood. What a server of ours answers may have fields more than we know (`Reading.LENIENT`):
clients are older than their server for a while when a site is updated.
"""

from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

LONGEST_TEXT = 500
_FAULTS_TOLD = 3

Value = TypeVar("Value")


class Reading(Enum):
    STRICT = "forbid"
    LENIENT = "ignore"


class NotUnderstood(ValueError):
    """JSON that is not what it should be. Says where and why, never what stood there: it may be personal."""


def to_json(value: object) -> bytes:
    """Any value of ours: dataclasses, enums, moments, days, bytes (base64) and what is made of them."""
    return fields_to_json({"value": value})


def fields_to_json(fields: dict[str, object]) -> bytes:
    return _written().dump_json(fields)


def from_json(kind: type[Value], text: bytes | str, reading: Reading = Reading.STRICT) -> Value:
    """What `to_json` wrote. Raises NotUnderstood."""
    return cast(Value, unboxed(kind, text, reading))


def unboxed(kind: Any, text: bytes | str, reading: Reading) -> Any:
    """As `from_json`, for whatever may stand in an annotation."""
    try:
        return _box_of(kind, reading).model_validate_json(text).value  # type: ignore[attr-defined]
    except ValidationError as error:
        raise NotUnderstood(told(error)) from None


def config_for(reading: Reading) -> ConfigDict:
    longest = LONGEST_TEXT if reading is Reading.STRICT else None
    return ConfigDict(
        extra=reading.value,
        strict=True,
        str_max_length=longest,
        hide_input_in_errors=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


def told(error: ValidationError) -> str:
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'JSON'}: {fault['msg']}" for fault in faults[:_FAULTS_TOLD])


@cache
def _written() -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, Any], config=config_for(Reading.LENIENT))


@cache
def _box_of(kind: Any, reading: Reading) -> type[BaseModel]:
    """A dataclass takes its rules from the model around it; the box also tells an answer cut short from a whole one."""
    return create_model("Box", __config__=config_for(reading), value=(kind, ...))
