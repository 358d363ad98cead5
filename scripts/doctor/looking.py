"""The doctor's look through a camera."""

import time
from contextlib import closing

from camera.errors import CameraPackageError
from scripts.doctor.findings import Finding, Health


def look_through(part: str, url: str) -> Finding:
    """Its first picture, or what stands in the way."""
    from camera.sources.opening import open_source

    try:
        with closing(open_source(url, part)) as source:
            started = time.monotonic()
            frame = next(iter(source), None)
    except CameraPackageError as error:
        return Finding(part, Health.FAULT, str(error), error.hint)
    if frame is None:
        return Finding(part, Health.FAULT, "gives no picture", "Look whether the camera sends at all.")
    height, width = frame.image.shape[:2]
    return Finding(part, Health.WELL, f"{width}x{height}, first picture after {time.monotonic() - started:.1f} s")
