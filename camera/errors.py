"""Expected failures of cameras, pictures and models. Anything else is a bug."""


class CameraPackageError(Exception):
    """Base of every expected failure in this package; `hint` tells whoever must act what to do."""

    hint = "Call the technical service."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class CameraError(CameraPackageError):
    """A source of frames that cannot be opened or read."""

    def __init__(self, camera: str, why: str, hint: str | None = None) -> None:
        super().__init__(f"camera {camera!r}: {why}", hint)
        self.camera = camera
        self.why = why


class CameraLost(CameraError):
    hint = "Check the cable and the power of the camera, then wait one minute."


class CameraRefused(CameraError):
    hint = "Check the user name and the password in the camera's address."


class NotAVideo(CameraError):
    hint = "Give a video file that plays in an ordinary player, or a folder of JPEG or PNG pictures."


class NotAPicture(CameraPackageError):
    hint = "Give a JPEG or PNG photograph that opens in an ordinary viewer."


class ModelError(CameraPackageError):
    """A model file that is missing, damaged, unknown, or does not compute what it should."""

    hint = "Run 'gatehouse models list' to see which models are installed and where they come from."
