"""What an embedder is: the part that turns aligned faces into vectors that can be compared."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from camera.types import Image, LandmarkLayout, Landmarks


class Embedder(Protocol):
    """Turns faces into unit vectors whose dot product is the similarity (cosine).

    `model_id` names weights and alignment together: vectors of two model ids are never compared.
    `threshold` (cosine) and `margin` (lead over the runner-up) are where a site starts before it calibrates.
    `one_in` and `listed` say how rare a stranger at the threshold is (see EmbedderManifest); None: not measured.
    `same_from` is the cosine below which two shots of a track cannot be one person.
    `layout` is the kind of landmarks `crop` wants.
    """

    @property
    def model_id(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def threshold(self) -> float: ...
    @property
    def margin(self) -> float: ...
    @property
    def one_in(self) -> int | None: ...
    @property
    def listed(self) -> int | None: ...
    @property
    def same_from(self) -> float: ...
    @property
    def layout(self) -> LandmarkLayout: ...

    def crop(self, image: Image, landmarks: Landmarks) -> Image:
        """The aligned face, BGR, in the size the network takes; black where the picture ends."""

    def embed(self, crops: Sequence[Image]) -> NDArray[np.float32]:
        """Float32 (n, dimension), rows of length 1, one for each crop. Raises ModelError for NaN or zero output."""
