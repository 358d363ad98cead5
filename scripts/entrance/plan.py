"""The site's plan of the settings, as guards are shown it."""

from pathlib import Path

from camera.errors import NotAPicture
from scripts.entrance.settings import Settings
from scripts.errors import SettingsError
from watchlist.post.values import PlanPlace, SitePlan


def site_plan(home: Path, settings: Settings) -> SitePlan | None:
    """None where the settings name none. Raises SettingsError for a picture that cannot be shown."""
    if not settings.site.plan:
        return None
    from camera.sources.drawings import drawing_jpeg

    try:
        picture = drawing_jpeg(home / settings.site.plan)
    except NotAPicture as error:
        raise SettingsError(f"site.plan: {error}", error.hint) from error
    return SitePlan(picture, tuple(PlanPlace(one.name, *one.at) for one in settings.cameras if one.at))
