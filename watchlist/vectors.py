"""An embedding's vector as bytes: little-endian float32, one after the other."""

import numpy as np
from numpy.typing import NDArray

from watchlist.errors import ForeignEmbedding


def to_bytes(vector: NDArray[np.float32]) -> bytes:
    """Raises ForeignEmbedding for anything but a finite float32 row of length 1."""
    if vector.ndim != 1 or vector.dtype != np.float32:
        raise ForeignEmbedding(f"a float32 row wanted, got {vector.dtype} {vector.shape}")
    # Not "abs(...) > 1e-3": a NaN must fail too.
    if not abs(float(np.linalg.norm(vector)) - 1) <= 1e-3:
        raise ForeignEmbedding("a vector of a face has length 1 and no NaN")
    return vector.astype("<f4").tobytes()


def from_bytes(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4").astype(np.float32)
