"""Every page of a visit, looked at: nothing cut off, over another, too small, crowded, faint or out of reach."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.visit.examples import Example, examples
from kiosk.visit.pages import Page
from kiosk.visit.screen import Layout
from tests.ui.visitor.conftest import ZONE
from ui.shared.texts import Texts
from ui.visitor.pictures import Photographer, Shot, shots

EXAMPLES = examples(datetime(2025, 11, 24, tzinfo=ZONE))
SHOTS = {shot.name: shot for shot in shots(("zh", "en"), every_look=True)}
EVERY_PAGE = [shot.name for shot in shots(("zh", "en"), every_look=False)]
IN_PICTURES = ("portrait-normal-zh", "landscape-high-contrast-en")
OF_EACH_LAYOUT = {example.screen.layout: example for example in reversed(EXAMPLES)}


@pytest.fixture(scope="module")
def photographer(qapp: QApplication, texts: Texts) -> Iterator[Photographer]:
    made = Photographer(texts, ZONE)
    yield made
    made.close()


def seen(example: Example, shot: Shot) -> Example:
    return example.seen_with(shot.look)


def test_there_is_an_example_of_every_page_and_every_layout() -> None:
    assert {example.screen.page for example in EXAMPLES} == set(Page)
    assert set(OF_EACH_LAYOUT) == set(Layout)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_everything_has_its_place(photographer: Photographer, name: str) -> None:
    shot = SHOTS[name]
    faults = {each.name: photographer.look_at(seen(each, shot).screen, shot) for each in EXAMPLES}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("name", sorted(set(SHOTS) - set(EVERY_PAGE)))
def test_every_layout_has_its_place_in_every_other_look(photographer: Photographer, name: str) -> None:
    shot = SHOTS[name]
    faults = {each.name: photographer.look_at(seen(each, shot).screen, shot) for each in OF_EACH_LAYOUT.values()}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("name", IN_PICTURES)
def test_everything_written_can_be_read_in_the_picture(photographer: Photographer, name: str) -> None:
    shot = SHOTS[name]
    looked_at = [*OF_EACH_LAYOUT.values(), *(each for each in EXAMPLES if each.screen.caution)]
    faults = {each.name: photographer.take(seen(each, shot).screen, shot).faults for each in looked_at}
    assert {name: found for name, found in faults.items() if found} == {}
