"""Every sentence that the drawings can ask for is there in every language, and none is there for nothing."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.leases.messages import Advice
from camera.liveness.turns import Turn
from kiosk.desk.values import BillKind, Person, Relation
from kiosk.errors import Refusal
from kiosk.face.verdict import Obstacle
from kiosk.visit.events import SlipFailure
from kiosk.visit.exampled import patients
from kiosk.visit.examples import examples
from kiosk.visit.pages import Page
from kiosk.visit.parts import MISSED_BY_PATIENTS, Part
from kiosk.visit.screen import Screen, Text
from kiosk.visit.services import Service
from kiosk.visit.state import DoneKind, TroubleKind
from kiosk.visit.workings import SCALPER_SENTENCES
from tests.kiosk.visit.hand import MORNING

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "ui" / "visitor" / "texts").glob("*.toml"))
SOURCES = sorted((ROOT / "kiosk" / "visit").rglob("*.py"))
FAMILIES: dict[str, set[str]] = {
    "advice": {each.value for each in Advice} - {Advice.TURN.value},
    "bill": {each.value for each in BillKind},
    "bills": {each.value for each in BillKind},
    "done": {each.value for each in DoneKind},
    "done_next": {each.value for each in DoneKind},
    "part": {each.value for each in Part},
    "obstacle": {each.value for each in Obstacle},
    "refusal": {each.value for each in Refusal},
    "say": {each.value for each in Page} - {Page.CHECK.value, Page.TROUBLE.value},
    "scalper": set(SCALPER_SENTENCES),
    "service": {each.value for each in Service},
    "service_detail": {each.value for each in Service},
    "slip_failure": {each.value for each in SlipFailure},
    "trouble": {each.value for each in TroubleKind} - {TroubleKind.REFUSED.value},
    "trouble_next": {each.value for each in TroubleKind},
    "turn": {each.value for each in Turn},
    "without": {each.value for each in MISSED_BY_PATIENTS},
    "who": {each.value for each in Relation},
}
"""The keys that are put together from a section and an enum's value."""
NOT_OURS = {"ui", "format", "language", "slip"}
"""Sections of the screen's own and of the slips."""


def sentences(path: Path) -> dict[str, str]:
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{section}.{key}": str(text) for section in sections for key, text in sections[section].items()}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def calls() -> Iterator[tuple[ast.expr, set[str]]]:
    """What `said` is called with: the key's expression, and the names of its values."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
                key = node.args[0]
                names = {str(word.arg) for word in node.keywords}
                for one in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
                    yield one, names


def asked_for() -> dict[str, set[str]]:
    """Every key that can be asked for, and the values that come with it."""
    found: dict[str, set[str]] = {}
    for key, names in calls():
        for name in keys_of(key):
            assert found.setdefault(name, names) == names, f"{name} is asked for with different values"
    return found


def keys_of(key: ast.expr) -> list[str]:
    if isinstance(key, ast.Constant):
        return [str(key.value)]
    assert isinstance(key, ast.JoinedStr), ast.unparse(key)
    first = key.values[0]
    assert isinstance(first, ast.Constant), ast.unparse(key)
    section = str(first.value).removesuffix(".")
    assert len(key.values) == 2, ast.unparse(key)
    return [f"{section}.{value}" for value in FAMILIES[section]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sentence_is_there_with_its_values_and_none_for_nothing(path: Path) -> None:
    there = {key: text for key, text in sentences(path).items() if key.split(".")[0] not in NOT_OURS}
    wanted = asked_for()
    assert set(there) - set(wanted) == set(), "nobody asks for these"
    assert set(wanted) - set(there) == set(), "these are missing"
    assert {key: placeholders(text) for key, text in there.items()} == wanted


def test_chinese_and_english_are_there() -> None:
    assert {"zh", "en"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sentence_shouts_blames_or_is_empty(path: Path) -> None:
    bad = (
        "!",
        "！",
        "失败",
        "禁止",
        "错误",
        "非本人",
        "fail",
        "error",
        "denied",
        "invalid",
        "not this person",
        "forbidden",
    )
    for key, text in sentences(path).items():
        assert text.strip(), key
        assert not [word for word in bad if word in text.lower()], (key, text)


def texts_of(screen: Screen) -> Iterator[Text]:
    choices = (*screen.choices, *screen.days)
    facts = [text for fact in screen.facts for text in (fact.label, fact.value)]
    own = [screen.headline, screen.big, screen.caution, screen.say, screen.guide.instruction if screen.guide else None]
    of_choices = [text for each in choices for text in (each.title, each.detail, each.trailing)]
    yield from (text for text in (*own, *screen.body, *screen.staff, *facts, *of_choices) if text is not None)


def test_every_example_says_what_its_sentences_ask_for() -> None:
    wanted = asked_for()
    for example in examples(MORNING):
        for text in texts_of(example.screen):
            assert {name for name, _ in text.values} == wanted[text.key], (example.name, text)


def test_the_examples_show_nearly_every_sentence() -> None:
    shown = {text.key for example in examples(MORNING) for text in texts_of(example.screen)}
    unseen = {key for key in asked_for() if key not in shown and not key.startswith("say.")}
    assert unseen == {"search.looking", "slots.how"}


def test_nobody_in_the_queue_behind_reads_a_whole_name() -> None:
    people = [value for value in vars(patients).values() if isinstance(value, Person)]
    for example in examples(MORNING):
        for text in texts_of(example.screen):
            assert not {value for _, value in text.values} & {person.name for person in people}, example.name
