"""What must be known of a model file before its numbers mean anything: how to feed it and how to read it.

A manifest is a TOML file. Each pixel value (0 to 255) enters the network as (value - mean) / std.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, get_args

from camera.errors import ModelError
from camera.types import LandmarkLayout

Family = Literal["arcface", "dlib"]
Channels = Literal["rgb", "bgr"]
Alignment = Literal["five-points", "eyes-nose", "dlib-chip"]
"""How the face is brought into place: by YuNet's five points, by dlib's points on ArcFace's template, as dlib does."""

ALIGNMENTS: Mapping[str, tuple[Alignment, ...]] = {"arcface": ("five-points", "eyes-nose"), "dlib": ("dlib-chip",)}
INPUT_PX = {"arcface": 112, "dlib": 150}
HINT = "Correct the manifest; the shipped ones in camera/embedders/manifests show the form."

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class EmbedderManifest:
    """Everything about an embedder's file. `thresholds` (the cosine from which faces count as alike) by alignment.

    `same_from` is the cosine below which two shots of one track cannot be one person; -1 never says so.
    `measured` says that the thresholds were calibrated on photographs, not guessed. `one_in` by alignment: with 95 %
    confidence at most one stranger in so many reaches the threshold while `listed` people are on the list.
    """

    name: str
    sha256: str
    input_px: int
    channels: Channels
    mean: Triple
    std: Triple
    dimension: int
    thresholds: Mapping[Alignment, float]
    margin: float
    licence: str
    origin: str
    family: Family = "arcface"
    input: str | None = None
    output: str | None = None
    note: str = ""
    same_from: float = -1.0
    measured: bool = False
    one_in: Mapping[Alignment, int] = field(default_factory=dict)
    listed: int | None = None

    def __post_init__(self) -> None:
        found = _faults({spec.name: getattr(self, spec.name) for spec in fields(self)})
        if found:
            raise ValueError("; ".join(found))

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """The alignments this embedder can be used with, best first."""
        return tuple(each for each in ALIGNMENTS[self.family] if each in self.thresholds)

    def model_id(self, alignment: Alignment) -> str:
        """Weights and alignment in one name: what may be compared with what."""
        base = f"{self.name}@{self.sha256[:8]}"
        return base if self.family == "dlib" else f"{base}+{alignment}"


def layout_of(alignment: Alignment) -> LandmarkLayout:
    """The landmarks this alignment needs."""
    return "five-points" if alignment == "five-points" else "eye-corners"


def parse_manifest(text: str, where: str) -> EmbedderManifest:
    """The manifest in this TOML text. Raises ModelError that tells every fault at once; `where` names the file."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{where} is not TOML: {error}", HINT) from error
    known = {spec.name: spec for spec in fields(EmbedderManifest)}
    found = [_unknown(key, known) for key in given if key not in known]
    wanted = [name for name, spec in known.items() if spec.default is MISSING and spec.default_factory is MISSING]
    found += [f"{name}: missing" for name in wanted if name not in given]
    values = {key: _frozen(value) for key, value in given.items() if key in known}
    found += _faults(values)
    if found:
        raise ModelError(f"{where} has {len(found)} fault(s):\n" + "\n".join(f"  {fault}" for fault in found), HINT)
    return EmbedderManifest(**values)


def _unknown(key: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"{key}: unknown" + (f" (did you mean {near[0]!r}?)" if near else f" (known: {', '.join(known)})")


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType(dict(value)) if isinstance(value, dict) else value


def _faults(values: Mapping[str, Any]) -> list[str]:
    found = [
        f"{key}: must be {RULES[key][1]}, not {value!r}" for key, value in values.items() if not RULES[key][0](value)
    ]
    found = [fault.replace("mappingproxy(", "").replace("})", "}") for fault in found]
    return found or _disagreements(values)


def _disagreements(values: Mapping[str, Any]) -> list[str]:
    family = values.get("family", "arcface")
    found = []
    if values.get("input_px", INPUT_PX[family]) != INPUT_PX[family]:
        found.append(f"input_px: must be {INPUT_PX[family]} for the family {family!r}, not {values['input_px']}")
    found += [
        f"{table}.{name}: unknown for the family {family!r} (known: {', '.join(ALIGNMENTS[family])})"
        for table in ("thresholds", "one_in")
        for name in values.get(table, {})
        if name not in ALIGNMENTS[family]
    ]
    if bool(values.get("one_in")) != (values.get("listed") is not None):
        found.append("one_in: says nothing without listed, how many people it was measured with, nor listed alone")
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9


def _is_triple(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 3 and all(map(_is_number, value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 4096


def _are_thresholds(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(_is_number(t) and 0 < t < 1 for t in value.values())


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10**9


def _are_counts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(map(_is_whole, value.values()))


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _one_of(kind: Any) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in get_args(kind)


RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_matches(r"[a-z0-9][a-z0-9.-]{0,62}"), "small letters, digits, dots and dashes"),
    "sha256": (_matches(r"[0-9a-f]{64}"), "the file's SHA-256 as 64 small hexadecimal digits"),
    "input_px": (_is_count, "the side of the input in pixels"),
    "channels": (_one_of(Channels), "'rgb' or 'bgr'"),
    "mean": (_is_triple, "three numbers in the order of `channels`"),
    "std": (lambda v: _is_triple(v) and min(v) > 0, "three numbers above 0 in the order of `channels`"),
    "dimension": (_is_count, "the length of the vectors, 1 to 4096"),
    "thresholds": (_are_thresholds, "a table of alignments, each with a cosine between 0 and 1"),
    "one_in": (_are_counts, "a table of alignments, each with a whole number from 1"),
    "listed": (lambda v: v is None or _is_whole(v), "a whole number from 1"),
    "margin": (lambda v: _is_number(v) and 0 <= v < 1, "a cosine difference from 0 to below 1"),
    "licence": (_is_text, "the licence's name"),
    "origin": (_is_text, "where the file comes from"),
    "family": (_one_of(Family), "'arcface' or 'dlib'"),
    "input": (lambda v: v is None or _is_text(v), "the name of the network's input"),
    "output": (lambda v: v is None or _is_text(v), "the name of the network's output"),
    "note": (lambda v: isinstance(v, str), "a text"),
    "measured": (lambda v: isinstance(v, bool), "true or false"),
    "same_from": (lambda v: _is_number(v) and -1 <= v < 1, "a cosine from -1 to below 1"),
}
