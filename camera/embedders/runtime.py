"""ONNX Runtime with its telemetry off: nothing leaves the computer, and no file of its own is written.

Its builds report to their maker and keep an identifier and a database in the user's cache folder unless this variable
is set before the first import (onnxruntime pull requests 27379 and 29843); on Windows the call below stops it.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]

onnxruntime.disable_telemetry_events()
