"""Reads the weights of dlib's face ResNet out of its .dat file.

The file is dlib's serialisation: whole numbers as one byte (low four bits: how many bytes follow; high bit: the sign)
and those bytes, little end first; strings as their length and their bytes; a tensor as the number 2, four sizes, and
raw little-endian float32. Layers come input side first, each under a tag naming its kind.
"""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from camera.errors import ModelError

Floats = NDArray[np.float32]

DAMAGED_HINT = "Install the package face_recognition_models again: its file is damaged or another than Gatehouse knows."
EMBEDDING = 128

BLOCKS: tuple[tuple[int, bool], ...] = (
    *[(32, False)] * 3,
    *[(64, True), *[(64, False)] * 3],
    *[(128, True), *[(128, False)] * 2],
    *[(256, True), *[(256, False)] * 2, (256, True)],
)
"""The residual blocks in order: channels, and whether the block halves the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """A convolution and the affine after it: float32 kernel (out, in, size, size); bias, gain and shift (out,)."""

    kernel: Floats
    bias: Floats
    gain: Floats
    shift: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DlibWeights:
    """29 convolutions, input side first, and the last matrix (256, 128)."""

    convolutions: tuple[Convolution, ...]
    matrix: Floats


def kernel_shapes() -> list[tuple[int, int, int, int]]:
    """The shapes (out, in, size, size) of all convolutions, input side first."""
    shapes = [(32, 3, 7, 7)]
    channels = 32
    for out, _ in BLOCKS:
        shapes += [(out, channels, 3, 3), (out, out, 3, 3)]
        channels = out
    return shapes


def read_weights(content: bytes) -> DlibWeights:
    """The weights in the bytes of the .dat file. Raises ModelError for a damaged or another file."""
    reader = _Reader(content)
    convolutions = tuple(_convolution(reader, shape) for shape in kernel_shapes())
    reader.skip_past_tag("fc_2")
    reader.number()
    reader.number()
    matrix = reader.tensor((convolutions[-1].kernel.shape[0], EMBEDDING, 1, 1))
    return DlibWeights(convolutions, matrix.reshape(-1, EMBEDDING))


def _convolution(reader: "_Reader", shape: tuple[int, int, int, int]) -> Convolution:
    out = shape[0]
    reader.skip_past_tag("con_4")
    kernel = reader.tensor((prod(shape) + out, 1, 1, 1))
    reader.skip_past_tag("affine_")
    affine = reader.tensor((2 * out, 1, 1, 1))
    return Convolution(kernel[:-out].reshape(shape), kernel[-out:], affine[:out], affine[out:])


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def skip_past_tag(self, tag: str) -> None:
        mark = bytes([1, len(tag)]) + tag.encode()
        found = self._content.find(mark, self._at)
        if found < 0:
            raise _damaged(f"no layer {tag!r} after byte {self._at}")
        self._at = found + len(mark)

    def number(self) -> int:
        control = self._take(1)[0]
        value = int.from_bytes(self._take(control & 0x0F), "little")
        return -value if control & 0x80 else value

    def tensor(self, sizes: tuple[int, int, int, int]) -> Floats:
        start = self._at
        header = [self.number() for _ in range(5)]
        if header != [2, *sizes]:
            raise _damaged(f"a tensor of {sizes} wanted at byte {start}, found {header}")
        values = np.frombuffer(self._take(4 * prod(sizes)), "<f4").astype(np.float32)
        if not np.isfinite(values).all():
            raise _damaged(f"the tensor at byte {start} holds numbers that are none")
        return values

    def _take(self, count: int) -> bytes:
        piece = self._content[self._at : self._at + count]
        if len(piece) < count:
            raise _damaged(f"it ends at byte {len(self._content)}")
        self._at += count
        return piece


def _damaged(why: str) -> ModelError:
    return ModelError(f"dlib's face network cannot be read: {why}", DAMAGED_HINT)
