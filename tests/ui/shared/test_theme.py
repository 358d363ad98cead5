import pytest

from ui.shared.theme import DARK, HIGH_CONTRAST, LEAST_CONTRAST, LEAST_HIGH_CONTRAST, LIGHT, PAIRS, Colours, contrast


def test_black_on_white_is_the_largest_contrast_there_is() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")
    assert contrast("#0B6E6E", "#0B6E6E") == 1.0


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize(
    ("colours", "least"),
    [(LIGHT, LEAST_CONTRAST), (DARK, LEAST_CONTRAST), (HIGH_CONTRAST, LEAST_HIGH_CONTRAST)],
    ids=["light", "dark", "high"],
)
def test_everything_written_can_be_read(colours: Colours, least: float, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= least


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high"])
@pytest.mark.parametrize("ground", ["page", "surface", "bar"])
def test_the_edge_of_a_button_is_seen(colours: Colours, ground: str) -> None:
    """WCAG 2.2 asks 3:1 of what is not text."""
    assert contrast(colours.border, getattr(colours, ground)) >= 3
    assert contrast(colours.focus, getattr(colours, ground)) >= 3


def test_a_colour_that_is_none_cannot_be_in_the_table() -> None:
    values = {name: getattr(LIGHT, name) for name in LIGHT.__slots__}
    with pytest.raises(ValueError, match="text"):
        Colours(**(values | {"text": "#FFFF"}))
