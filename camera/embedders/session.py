"""ONNX Runtime on one thread, with failures in our words."""

import hashlib
import platform
import sys
from pathlib import Path

from camera.embedders.runtime import onnxruntime  # isort: split

from onnxruntime.capi import onnxruntime_pybind11_state as states

from camera.errors import ModelError

ORT_ERRORS: tuple[type[Exception], ...] = (
    states.Fail,
    states.InvalidArgument,
    states.InvalidGraph,
    states.InvalidProtobuf,
    states.NoModel,
    states.NotImplemented,
    states.RuntimeException,
)
"""What ONNX Runtime raises; its classes have no common base of their own."""


def one_thread_session(model: bytes, name: str, *, of_one_size: bool = True) -> onnxruntime.InferenceSession:
    """A session that computes on the calling thread. Raises ModelError when the model cannot be loaded.

    Not `of_one_size`: it remembers no plan of its memory for every size of input, which would never end.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.enable_mem_pattern = of_one_size
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except ORT_ERRORS as error:
        raise ModelError(f"{name} is not a model that ONNX Runtime can load: {error}") from error


def machine() -> str:
    """What decides how a graph is computed here: the runtime's version and the processor."""
    return f"onnxruntime {onnxruntime.__version__}, {platform.machine()}, {_processor()}"


def _processor() -> str:
    if sys.platform != "linux":
        return platform.processor()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    kinds = ("model name", "flags", "Features", "CPU part")
    told = sorted({line for line in lines if line.startswith(kinds)})
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
