"""What does not belong into a gallery is refused at the door, when it is built and when it is searched."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from camera.types import Embedding
from watchlist.errors import ForeignEmbedding
from watchlist.gallery import Gallery
from watchlist.types import PersonId, PhotoId, Template

MODEL = "model-1"
GOOD = np.array([1, 0, 0, 0], np.float32)

FOREIGN: dict[str, tuple[NDArray[Any], str]] = {
    "NaN": (np.full(4, np.nan, np.float32), MODEL),
    "one NaN": (np.array([1, np.nan, 0, 0], np.float32), MODEL),
    "infinite": (np.array([np.inf, 0, 0, 0], np.float32), MODEL),
    "zero": (np.zeros(4, np.float32), MODEL),
    "denormal": (np.full(4, 1e-42, np.float32), MODEL),
    "not of length 1": (GOOD * 2, MODEL),
    "too short": (GOOD[:3], MODEL),
    "too long": (np.append(GOOD, np.float32(0)), MODEL),
    "a matrix": (GOOD[None], MODEL),
    "float64": (GOOD.astype(np.float64), MODEL),
    "float16": (GOOD.astype(np.float16), MODEL),
    "integers": (GOOD.astype(np.int32), MODEL),
    "another model's": (GOOD, "model-2"),
}


def unchecked(vector: NDArray[Any], model_id: str) -> Embedding:
    """What a damaged row of the store would be: built past the value's own check."""
    embedding = object.__new__(Embedding)
    object.__setattr__(embedding, "vector", vector)
    object.__setattr__(embedding, "model_id", model_id)
    return embedding


def template(vector: NDArray[Any], model_id: str = MODEL) -> Template:
    return Template(PersonId("person-1"), PhotoId("photo-1"), vector, model_id)


@pytest.mark.parametrize("fault", FOREIGN)
def test_a_foreign_template_is_refused(fault: str) -> None:
    with pytest.raises(ForeignEmbedding, match="photo-1"):
        Gallery.of([template(GOOD), template(*FOREIGN[fault])], MODEL, 4)


@pytest.mark.parametrize("fault", FOREIGN)
@pytest.mark.parametrize("rows", [0, 1])
def test_a_foreign_probe_is_refused_also_by_an_empty_gallery(fault: str, rows: int) -> None:
    gallery = Gallery.of([template(GOOD)] * rows, MODEL, 4)
    with pytest.raises(ForeignEmbedding, match="probe 1"):
        gallery.search([Embedding(GOOD, MODEL), unchecked(*FOREIGN[fault])])


def test_the_refusal_says_what_came_and_what_was_wanted() -> None:
    with pytest.raises(ForeignEmbedding) as refused:
        Gallery.of([template(GOOD, "model-2")], MODEL, 4)
    assert "model-2" in str(refused.value)
    assert "model-1" in str(refused.value)
    assert refused.value.hint
