from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from camera.embedders.dlib_files import RESNET, packaged
from camera.embedders.dlib_onnx import convert
from camera.embedders.dlib_probe import dlib_works, imports_in_a_child
from camera.embedders.dlib_weights import kernel_shapes, read_weights
from camera.embedders.shipped import DLIB, shipped_manifest
from camera.errors import ModelError

CONTENT = packaged(RESNET).read_bytes()


def test_all_59_tensors_are_read() -> None:
    weights = read_weights(CONTENT)
    assert len(weights.convolutions) == len(kernel_shapes()) == 29
    assert weights.matrix.shape == (256, 128)
    kernels = sum(layer.kernel.size + 3 * layer.bias.size for layer in weights.convolutions)
    assert 4 * (kernels + weights.matrix.size) == pytest.approx(len(CONTENT), rel=0.001)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(CONTENT) - 200))
def test_a_file_that_ends_early_is_refused(end: int) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read_weights(CONTENT[:end])


def test_another_file_is_refused() -> None:
    for other in (b"", b"no network at all", CONTENT.replace(b"affine_", b"affinf_")):
        with pytest.raises(ModelError, match="no layer"):
            read_weights(other)
    with pytest.raises(ModelError, match=r"a tensor of \(4736, 1, 1, 1\) wanted"):
        read_weights(CONTENT.replace(b"con_4\x01\x02", b"con_4\x01\x03"))
    with pytest.raises(ModelError, match="numbers that are none"):
        read_weights(CONTENT[:400] + b"\xff" * 8 + CONTENT[408:])


def test_a_file_with_one_wrong_bit_is_not_converted(tmp_path: Path) -> None:
    damaged = tmp_path / RESNET
    damaged.write_bytes(CONTENT[:-2000] + bytes([CONTENT[-2000] ^ 1]) + CONTENT[-1999:])
    with pytest.raises(ModelError, match="SHA-256 differs") as told:
        convert(damaged, shipped_manifest(DLIB))
    assert "again" in told.value.hint
    with pytest.raises(ModelError, match="cannot be read"):
        convert(tmp_path / "absent.dat", shipped_manifest(DLIB))


def test_a_file_the_package_lacks_is_named() -> None:
    with pytest.raises(ModelError, match=r"nothing\.dat is not installed"):
        packaged("nothing.dat")


def test_the_probe_asks_a_child_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dies.py").write_text("import os; os._exit(132)")
    (tmp_path / "hangs.py").write_text("while True: pass")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert imports_in_a_child("json")
    assert not imports_in_a_child("dies")
    assert not imports_in_a_child("hangs", timeout_s=0.5)
    assert dlib_works()
