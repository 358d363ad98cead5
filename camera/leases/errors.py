"""Expected failures of borrowing a camera."""

from camera.errors import CameraPackageError


class LeaseError(CameraPackageError):
    """No lease was to be had, or it is over."""

    hint = "Start the program again; if it happens again, run 'gatehouse doctor'."


class LeaseRefused(LeaseError):
    """The camera's worker answered, and said no."""


class WorkerUnreachable(LeaseError):
    """Nobody serves the camera, and no worker could be started for it."""

    hint = "Run 'gatehouse doctor' and send what it prints to the technical service."


class NoRoomForPictures(LeaseError):
    hint = "Close other programs, or give the shared memory (/dev/shm) more room."
