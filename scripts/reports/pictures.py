"""A report's picture as it is kept."""

from watchlist.reports.errors import ReportRefused

NAME = "the picture"


def cleaned(data: bytes) -> bytes:
    """A JPEG of bounded size with nothing in it but the picture. Raises ReportRefused for what is none."""
    from camera.errors import NotAPicture
    from camera.sources.cleaning import cleaned_picture

    try:
        return cleaned_picture(data, NAME)
    except NotAPicture as error:
        raise ReportRefused(str(error), error.hint) from error
