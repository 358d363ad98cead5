"""dlib's face ResNet as an ONNX graph, with every affine and the input's scaling folded into the convolutions.

Input `pixels`: uint8 (n, 150, 150, 3), BGR. Output `vectors`: float32 (n, 128), as dlib's own, not unit length.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, checker, helper, numpy_helper

from camera.embedders.dlib_weights import BLOCKS, EMBEDDING, Convolution, DlibWeights
from camera.embedders.manifest import EmbedderManifest

_OPSET, _IR_VERSION = 17, 9


def build_graph(weights: DlibWeights, manifest: EmbedderManifest) -> bytes:
    """The serialised graph; the manifest gives input size, mean and std (RGB)."""
    graph = _Graph()
    side = manifest.input_px
    pixels = graph.add("Cast", "pixels", to=TensorProto.FLOAT)
    pixels = graph.add("Transpose", pixels, perm=[0, 3, 1, 2])
    layers = iter(weights.convolutions)
    kernel, bias = _folded(next(layers))
    kernel, bias = _taking_bgr_pixels(kernel, bias, manifest)
    flow = graph.add("Relu", graph.convolve(pixels, kernel, bias, stride=2, pad=0))
    flow = graph.add("MaxPool", flow, kernel_shape=[3, 3], strides=[2, 2])
    side = _halved(_halved(side, 7), 3)
    for _, halves in BLOCKS:
        flow = _block(graph, flow, next(layers), next(layers), side if halves else None)
        side = _halved(side, 2) if halves else side
    flow = graph.add("Flatten", graph.add("GlobalAveragePool", flow))
    graph.add("MatMul", flow, graph.constant(weights.matrix), output="vectors")
    return graph.serialised(manifest.input_px)


def _block(graph: "_Graph", flow: str, first: Convolution, second: Convolution, halve_side: int | None) -> str:
    """Two convolutions and the shortcut around them. Where the two differ in size dlib adds zeros on the far side."""
    stride, pad = (1, 1) if halve_side is None else (2, 0)
    main = graph.add("Relu", graph.convolve(flow, *_folded(first), stride=stride, pad=pad))
    main = graph.convolve(main, *_folded(second), stride=1, pad=1)
    if halve_side is not None:
        flow = graph.add("AveragePool", flow, kernel_shape=[2, 2], strides=[2, 2])
        out, into = first.kernel.shape[:2]
        flow = graph.pad_far(flow, channels=out - into, side=0)
        main = graph.pad_far(main, channels=0, side=_halved(halve_side, 2) - _halved(halve_side, 3))
    return graph.add("Relu", graph.add("Add", main, flow))


def _halved(side: int, window: int) -> int:
    return (side - window) // 2 + 1


def _folded(layer: Convolution) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The convolution that does the work of this one and its affine."""
    gain = layer.gain.astype(np.float64)
    return layer.kernel * gain[:, None, None, None], layer.bias * gain + layer.shift


def _taking_bgr_pixels(
    kernel: NDArray[np.float64], bias: NDArray[np.float64], manifest: EmbedderManifest
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first convolution for raw BGR pixels. Exact, because it has no padding the mean would not apply to."""
    scaled = kernel / np.array(manifest.std)[:, None, None]
    shift = np.einsum("oihw,i->o", scaled, np.array(manifest.mean))
    return scaled[:, ::-1], bias - shift


class _Graph:
    """Nodes and constants as they come, each named by its number."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def add(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        name = output or f"{kind}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, values: NDArray[np.floating] | NDArray[np.int64]) -> str:
        name = f"constant{len(self._constants)}"
        kept = values if values.dtype == np.int64 else values.astype(np.float32)
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(kept), name))
        return name

    def convolve(self, flow: str, kernel: NDArray[np.float64], bias: NDArray[np.float64], stride: int, pad: int) -> str:
        size = list(kernel.shape[2:])
        tensors = self.constant(kernel), self.constant(bias)
        return self.add("Conv", flow, *tensors, kernel_shape=size, strides=[stride, stride], pads=[pad] * 4)

    def pad_far(self, flow: str, channels: int, side: int) -> str:
        if not channels and not side:
            return flow
        return self.add("Pad", flow, self.constant(np.array([0, 0, 0, 0, 0, channels, side, side], np.int64)))

    def serialised(self, input_px: int) -> bytes:
        pixels = helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["n", input_px, input_px, 3])
        vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", EMBEDDING])
        graph = helper.make_graph(self._nodes, "dlib-resnet", [pixels], [vectors], self._constants)
        opsets = [helper.make_opsetid("", _OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        checker.check_model(model)
        return bytes(model.SerializeToString())
