"""What there is on the console and what can be pressed there. Pure."""

from enum import StrEnum


class Page(StrEnum):
    LOGIN = "login"
    NOW = "now"
    SHEET = "sheet"
    WAY = "way"
    FORWARD = "forward"
    FEED = "feed"


class Action(StrEnum):
    """The value that goes with one: an alarm, a guard, a digit or a letter, a camera, a filter."""

    TAKE = "take"
    TAKE_OVER = "take_over"
    CONFIRM = "confirm"
    REJECT = "reject"
    CANNOT_TELL = "cannot_tell"
    RELEASE = "release"
    FORWARD = "forward"
    FORWARD_TO = "forward_to"
    SHEET = "sheet"
    WAY = "way"
    CORRECT = "correct"
    CHOOSE = "choose"
    NEXT = "next"
    PREVIOUS = "previous"
    MUTE = "mute"
    FEED = "feed"
    FILTER = "filter"
    FIND = "find"
    OPEN = "open"
    EARLIER = "earlier"
    LATER = "later"
    CAMERA = "camera"
    BACK = "back"
    LANGUAGE = "language"
    THEME = "theme"
    LOCK = "lock"
    GUARD = "guard"
    DIGIT = "digit"
    ERASE = "erase"
    LOG_IN = "log_in"


class Filter(StrEnum):
    """What of the feed is shown."""

    ALL = "all"
    OPEN = "open"
    CONFIRMED = "confirmed"
    NOT_THIS_PERSON = "not_this_person"
    CANNOT_TELL = "cannot_tell"
    EXPIRED = "expired"


class Failure(StrEnum):
    """Why what a guard wanted was not done."""

    AWAY = "away"
    TAKEN = "taken"
    OVER = "over"
    NOT_YOURS = "not_yours"
    NOT_ALLOWED = "not_allowed"
    GONE = "gone"


class Ring(StrEnum):
    """How the console sounds, by priority."""

    SILENT = "silent"
    ATTENTION = "attention"
    ALARM = "alarm"
    ESCALATED = "escalated"
