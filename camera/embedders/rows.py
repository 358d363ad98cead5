"""The last step of every embedder: rows of length 1, or a named failure."""

import numpy as np
from numpy.typing import NDArray

from camera.errors import ModelError

BROKEN_HINT = "The model file does not suit this computer or is damaged: import it again or choose another embedder."


def unit_rows(raw: NDArray[np.float32], model_id: str) -> NDArray[np.float32]:
    """The rows of float32 (n, d) brought to length 1. Raises ModelError when a row has no direction."""
    lengths = np.linalg.norm(raw, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths < 1e-12).any():
        raise ModelError(f"{model_id} answered with NaN or zero for a face", BROKEN_HINT)
    return np.asarray(raw / lengths, np.float32)
