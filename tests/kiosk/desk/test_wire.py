"""Every value survives the wire, and nothing that is no value comes off it."""

import dataclasses
import enum
import inspect
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.desk import messages, values, wire
from kiosk.desk.http.calls import CALLS
from kiosk.desk.protocol import Desk
from kiosk.desk.values import Actor, Relation, Slot, Words
from tests.kiosk.desk.http_hand import NOW

VALUES = [
    kind
    for module in (values, messages)
    for _, kind in inspect.getmembers(module, dataclasses.is_dataclass)
    if kind.__module__ == module.__name__
]
ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20).filter(str.strip)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(1, 500),
    bool: st.booleans(),
    date: st.dates(date(2000, 1, 1), date(2199, 12, 31)),
    datetime: MOMENTS,
}


def slots() -> st.SearchStrategy[Slot]:
    half_hours = st.integers(1, 5).map(lambda count: timedelta(minutes=30 * count))
    return st.builds(
        lambda begin, length, capacity, left, price, department, doctor: Slot(
            "s", department, doctor, begin, begin + length, capacity, min(left, capacity), price
        ),
        *(MOMENTS, half_hours, st.integers(0, 9), st.integers(0, 9), st.integers(0, 10**9)),
        *(drawn(values.Department), drawn(values.Doctor | None)),
    )


def drawn(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of this type that may cross the wire."""
    if hint in PLAIN:
        return PLAIN[hint]
    if hint is Slot:
        return slots()
    parts = [part for part in get_args(hint) if part not in (type(None), ...)]
    if type(None) in get_args(hint):
        return st.none() | drawn(parts[0])
    if parts:
        return st.lists(drawn(parts[0]), max_size=3).map(get_origin(hint) if get_origin(hint) is tuple else list)
    if issubclass(hint, enum.Enum):
        return st.sampled_from(list(hint))
    return st.builds(hint, **{name: drawn(inner) for name, inner in get_type_hints(hint).items()})


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_every_value_comes_back_as_it_was(kind: Any) -> None:
    @given(drawn(kind))
    @settings(max_examples=15, deadline=None)
    def comes_back(value: Any) -> None:
        text = wire.to_json(value)
        assert wire.from_json(kind, text, wire.Reading.LENIENT) == value
        assert wire.from_json(tuple[kind, ...], wire.to_json((value, value))) == (value, value)

    comes_back()


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_a_field_more_is_refused_from_outside_and_passed_over_from_the_desk(kind: Any) -> None:
    @given(drawn(kind))
    @settings(max_examples=3, deadline=None)
    def is_strict(value: Any) -> None:
        told = json.loads(wire.to_json(value))
        told["value"]["is_admin"] = True
        with pytest.raises(wire.NotUnderstood):
            wire.from_json(kind, json.dumps(told))
        assert wire.from_json(kind, json.dumps(told), wire.Reading.LENIENT) == value

    is_strict()


@given(st.sampled_from(VALUES), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_what_is_no_value_is_told(kind: Any, other: Any) -> None:
    with pytest.raises(wire.NotUnderstood):
        wire.from_json(kind, json.dumps({"value": other}))


@pytest.mark.parametrize(("before", "after"), [('"left":1', '"left":9'), ('"left":1', '"left":"1"'), ("+08:00", "")])
def test_a_value_that_could_not_be_built_is_not_read(before: str, after: str) -> None:
    department = values.Department("a", values.DepartmentKind.CLINIC, Words("内科"), Words("二楼"))
    text = wire.to_json(Slot("s", department, None, NOW, NOW + timedelta(minutes=30), 3, 1, 0)).decode()
    assert wire.from_json(Slot, text)
    assert before in text
    with pytest.raises(wire.NotUnderstood):
        wire.from_json(Slot, text.replace(before, after))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_the_arguments_of_every_call_arrive_as_they_were_sent(call: Any) -> None:
    hints = get_type_hints(call.shape)
    named = {name: hints[name] for name in inspect.signature(call.shape).parameters if name in _sent(call.shape)}
    drawing = {name: drawn(hint) for name, hint in named.items()}

    @given(st.fixed_dictionaries(drawing))
    @settings(max_examples=15, deadline=None)
    def arrive(arguments: dict[str, Any]) -> None:
        if call.verb == "GET":
            query = wire.arguments_to_query(arguments)
            assert wire.SHAPES.arguments_from_query(call.shape, query) == arguments
        else:
            text = wire.arguments_to_json(arguments)
            assert wire.SHAPES.arguments_from_json(call.shape, text) == arguments

    arrive()


def test_what_was_wrong_is_said_and_what_stood_there_is_not() -> None:
    with pytest.raises(wire.NotUnderstood) as told:
        wire.SHAPES.arguments_from_json(Desk.holder_of, b'{"card": {"kind": "visit", "number": 80000001}}')
    assert "card.number" in str(told.value)
    assert "80000001" not in str(told.value)


def test_one_who_acts_for_themselves_need_not_say_so() -> None:
    text = b'{"booking_id": "b", "actor": {"person_id": "p"}}'
    assert wire.SHAPES.arguments_from_json(Desk.cancel, text) == {"booking_id": "b", "actor": Actor("p")}
    assert wire.SHAPES.arguments_from_query(Desk.days, {"department_id": "d"}) == {
        "department_id": "d",
        "doctor_id": None,
    }
    assert Actor("p", Relation.MOTHER) != Actor("p")


def test_a_moment_keeps_its_instant_whatever_its_zone() -> None:
    assert wire.from_json(datetime, wire.to_json(NOW)) == NOW.astimezone(UTC)


def _sent(shape: Any) -> set[str]:
    return set(wire.SHAPES.arguments_of(shape).model_fields)
