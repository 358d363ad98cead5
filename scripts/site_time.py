"""The site's own time: this computer's, with its time zone. An entry expires at the site's midnight."""

from datetime import date, datetime


def now_at_site() -> datetime:
    return datetime.now().astimezone()


def today() -> date:
    return now_at_site().date()
