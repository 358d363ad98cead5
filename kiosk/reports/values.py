"""What a patient tells of a scalper. Pure."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScalperReport:
    """What a visitor tells of somebody who sells slots; `what` is the choice they pressed, `words` the telephone
    number they typed, `wechat` a WeChat name. `place` as the site writes it; `at` is when they told it. Nothing of it
    says who told."""

    kiosk: str
    what: str
    words: str = field(default="", repr=False)
    place: str = ""
    wechat: str = field(default="", repr=False)
    at: datetime | None = None
