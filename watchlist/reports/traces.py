"""What in a report's words identifies somebody: telephone numbers, WeChat names, identity and visit cards.

People who sell places write their numbers so that programs pass them over: in full-width, circled or Chinese digits,
with spaces, dots or signs nobody sees between them.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MOST_TRACES = 12
"""Of one report; who names more pastes a list."""


class TraceKind(StrEnum):
    PHONE = "phone"
    WECHAT = "wechat"
    ID_CARD = "id-card"
    VISIT_CARD = "visit-card"


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """`value` has one spelling: digits, or letters in lower case."""

    kind: TraceKind
    value: str


_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20d0-\u20ff\ufe00-\ufe0f\ufeff]")
"""Signs that join, accent or frame another and that nobody misses."""
_CHINESE = dict(zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "001234567891234567891", strict=True))
_CHINESE_RUN = re.compile(f"[{''.join(_CHINESE)}0-9][{''.join(_CHINESE)}0-9 .·-]{{5,}}")

_GAP = r"[ .·,_*-]"
_ID_CARD = re.compile(rf"(?<!\d)[1-9]\d{{5}}{_GAP}?\d{{8}}{_GAP}?\d{{3}}[\dx](?![0-9a-z])")
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)86{_GAP}{{0,2}}|86{_GAP}{{0,2}})?(1(?:{_GAP}{{0,2}}\d){{10}})(?!\d)")
_AREA = r"10|2\d|[3-9]\d{2}"
_LANDLINE = re.compile(
    rf"(?<!\d)(?:\(?0|(?:\+|00)86[ -]?\(?0?\)?)(?P<area>{_AREA})\)?[ -]{{0,3}}(?P<local>\d{{3,4}}[ -]?\d{{4}})(?!\d)"
)
_SERVICE = re.compile(r"(?<!\d)([48]00)[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_BETWEEN = r"(?:[\s:=是为号码-]|id(?=[\s:=])){0,6}"
_WECHAT = re.compile(
    r"(?:微信|威信|薇信|維信|维信|微x|v信|加[v薇微]信?|(?<![a-z0-9])(?:wechat|weixin|wx|vx))"
    rf"{_BETWEEN}(?P<name>[a-z][a-z0-9_-]{{5,19}})(?![a-z0-9_-])"
)
_VISIT_CARD = re.compile(
    rf"(?:就诊卡|诊疗卡|就医卡|病历|病案|登记){_BETWEEN}(?P<number>[a-z]{{0,3}}\d{{6,17}})(?![0-9a-z])"
)
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))


def traces_in(text: str, ours: Collection[Trace] = ()) -> tuple[Trace, ...]:
    """Each one once, in order, at most MOST_TRACES; without `ours`, which everybody names."""
    found = dict.fromkeys(_found(folded(text)))
    return tuple(trace for trace in found if trace not in ours)[:MOST_TRACES]


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """One spelling for what people read as the same: plain digits and lower-case letters."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    return _CHINESE_RUN.sub(lambda run: "".join(_CHINESE.get(letter, letter) for letter in run[0]), plain)


def _found(text: str) -> Iterator[Trace]:
    """An identity number is taken out first: a telephone number may stand inside."""
    for match in _ID_CARD.finditer(text):
        number = re.sub(r"[^0-9x]", "", match[0])
        if _is_id_number(number):
            text = text[: match.start()] + "#" * len(match[0]) + text[match.end() :]
            yield Trace(TraceKind.ID_CARD, number)
    for match in _VISIT_CARD.finditer(text):
        if not _is_mobile(match["number"]):
            yield Trace(TraceKind.VISIT_CARD, match["number"])
    for match in _WECHAT.finditer(text):
        yield Trace(TraceKind.WECHAT, match["name"])
    yield from (Trace(TraceKind.PHONE, number) for number in _phones(text))


def _phones(text: str) -> Iterator[str]:
    for match in _MOBILE.finditer(text):
        gaps = {gap for gap in re.split(r"\d", match[1]) if gap}
        number = re.sub(r"\D", "", match[1])
        if len(gaps) <= 1 and _is_mobile(number):
            yield number
    for match in _LANDLINE.finditer(text):
        yield f"0{match['area']}" + re.sub(r"\D", "", match["local"])
    for match in _SERVICE.finditer(text):
        yield "".join(match.groups())


def _is_mobile(number: str) -> bool:
    return re.fullmatch(r"1[3-9]\d{9}", number) is not None


def _is_id_number(number: str) -> bool:
    """GB 11643: a month and a day that exist, and ISO 7064 MOD 11-2 over the first 17 digits."""
    if not ("01" <= number[10:12] <= "12" and "01" <= number[12:14] <= "31"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10x98765432"[total % 11] == number[17]
