"""A calibration in words, as JSON lines and as Markdown: every number with its bound."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from scripts.calibrate.photographs import Measured
from scripts.command import SETTINGS_FILE, Context
from watchlist.accuracy import Rate
from watchlist.calibration import Calibration, Line, Misses, Suggestion
from watchlist.same_people import OTHER_WORDS_SHARE, SAME_WORDS_SHARE

Results = Sequence[tuple[Measured, Calibration]]


def tell(context: Context, measured: Measured, found: Calibration, visitors_per_day: int) -> None:
    """One engine's results on the screen, or as JSON lines."""
    head = {"detector": measured.detector, "embedder": measured.embedder, "model_id": found.model_id}
    context.out({"event": "engine", **head, **_usable_event(measured)}, f"\n{_title(measured)}\n{_usable(measured)}")
    context.out(
        {"event": "suggestion", **head, **_suggested(found, visitors_per_day)},
        f"{_advice(found, visitors_per_day)}\nFor {SETTINGS_FILE}:\n{_for_settings(measured, found)}",
    )
    for number, line in enumerate(_telling(found)):
        text = _columns(_cells(line))
        header = "" if number else _columns(_cells_of_header(found)) + "\n"
        context.out({"event": "row", **head, **_row_event(line)}, header + text)
    for pair in found.lookalikes:
        one, other = pair.names
        remark = f"most alike: {one} and {other}, {pair.score:.4f} (one person under two names? --same)"
        context.out({"event": "lookalikes", **head, **asdict(pair)}, remark)


def tell_pairs(context: Context, pairs: Sequence[tuple[str, str]]) -> None:
    """Who was taken for one person; by name, so it is only told and never written down."""
    for one, other in pairs:
        text = f"one person, as every engine sees it: {one} and {other} (two people? --apart {one}={other})"
        context.out({"event": "same_person", "names": [one, other]}, text)


def markdown_of(results: Results, same: int, found_same: int, visitors_per_day: int) -> str:
    """The tables as a document: numbers only, nobody's name.

    `same` pairs of folders were told to be one person each, `found_same` were found to be.
    """
    parts = [*_introduction(same, found_same), *(part for one in results for part in _chapter(*one, visitors_per_day))]
    return "\n".join(parts) + "\n"


def _introduction(same: int, found_same: int) -> Iterator[str]:
    yield "# Thresholds: what was measured"
    yield ""
    yield "    gatehouse calibrate --faces DIR --markdown FILE" + same * " --same A=B"
    yield ""
    yield (
        "Everybody in DIR is on the list once, with one photograph or with up to three, and searched for with other "
        "photographs: one still, or two fused. Strangers are the same people, searched without their own rows. A miss "
        "is a listed person below the threshold or behind somebody else. In brackets the 95 % interval (Clopper and "
        "Pearson) of as many trials as there are people. Where a wanted share of false alarms says –, there are too "
        "few strangers to show it: one in a thousand cannot be seen among two hundred. Every photograph is searched "
        "alone here; a watch rings only after several votes."
    )
    if same:
        yield ""
        yield f"{same} pair(s) of folders were told to be one person each (`--same`)."
    if found_same:
        yield ""
        yield (
            f"{found_same} pair(s) of people count as one person each: every engine sees them as the most alike, "
            f"nearer (1 - cosine) than the next pair by {1 - SAME_WORDS_SHARE:.0%} where their names are the same "
            f"words, by {1 - OTHER_WORDS_SHARE:.0%} where not. The command names them on the screen."
        )


def _chapter(measured: Measured, found: Calibration, visitors_per_day: int) -> Iterator[str]:
    yield f"\n## {_title(measured)}\n"
    yield _usable(measured) + "\n"
    yield _advice(found, visitors_per_day) + "\n"
    yield f"```toml\n{_for_settings(measured, found)}\n```\n"
    header = _cells_of_header(found)
    yield "| " + " | ".join(header) + " |"
    yield "|---" * len(header) + "|"
    yield from ("| " + " | ".join(_cells(line)) + " |" for line in _telling(found))


def _title(measured: Measured) -> str:
    return f"{measured.embedder} on faces of {measured.detector}: {measured.model_id}"


def _usable(measured: Measured) -> str:
    refused = "".join(f", {count} {reason}" for reason, count in measured.refused.items()) or ", all of them usable"
    return f"{len(measured.sample.names)} people, {measured.photographs} photographs{refused}."


def _usable_event(measured: Measured) -> dict[str, object]:
    return {
        "people": len(measured.sample.names),
        "photographs": measured.photographs,
        "refused": dict(measured.refused),
    }


def _advice(found: Calibration, visitors_per_day: int) -> str:
    """The threshold, what it was chosen on, and what so few strangers cannot promise."""
    one, seen = found.suggestion, found.suggestion.rings
    a_day, most = seen.per_day(visitors_per_day)
    highest = ", ".join(f"{score:.4f} with {n}" for n, score in enumerate(one.highest, start=1))
    return (
        f"Suggested threshold {one.threshold:.3f}. With all photographs of {one.listed_people} people on the list, "
        f"the most alike stranger of {_named(one)} reached {highest} still(s). At the threshold "
        f"{round(seen.share * seen.people)} of {seen.people} strangers ring, so with 95 % confidence at most 1 in "
        f"{one.one_in}: of {visitors_per_day} visitors a day {a_day:.1f}, at most {most:.0f}. "
        f"It was chosen on these very people; to promise at most one false alarm a day, {3 * visitors_per_day} others "
        "would have to pass without a ring."
    )


def _for_settings(measured: Measured, found: Calibration) -> str:
    """The operating point as the settings take it; the margin is the delivered one."""
    one = found.suggestion
    return (
        f'[operating_points."{found.model_id}"]\nthreshold = {one.threshold:.3f}\nmargin = {measured.margin:g}\n'
        f"one_in = {one.one_in}\nlisted = {one.listed_people}"
    )


def _named(one: Suggestion) -> str:
    return one.group if one.group == "everybody" else f"the group {one.group}"


def _suggested(found: Calibration, visitors_per_day: int) -> dict[str, object]:
    one, rings = found.suggestion, found.suggestion.rings
    a_day, most = rings.per_day(visitors_per_day)
    return {
        "threshold": one.threshold,
        "group": one.group,
        "listed": one.listed_people,
        "highest_stranger": [round(score, 5) for score in one.highest],
        "strangers": rings.people,
        "fpir": rings.share,
        "fpir_at_most": round(rings.most, 6),
        "one_in": one.one_in,
        "false_alarms_per_day": a_day,
        "false_alarms_per_day_at_most": round(most, 2),
    }


def _cells_of_header(found: Calibration) -> list[str]:
    wanted = [f"missed at 1 in {round(1 / one.wanted_fpir)}" for one in found.lines[0].misses]
    return ["group", "listed with", "searched with", "listed", "strangers", *wanted, "missed at the suggested"]


def _telling(found: Calibration) -> list[Line]:
    """The rows that show anything: without strangers enough there is no threshold to miss at."""
    return [line for line in found.lines if line.listed_people or any(one.threshold for one in line.misses)]


def _columns(cells: Sequence[str]) -> str:
    widths = (12, 12, 14, 6, 9, 29, 29, 0)
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cells(line: Line) -> list[str]:
    return [
        line.group,
        _times(line.design.photos, "photo"),
        _times(line.design.stills, "still"),
        str(line.listed_people),
        str(line.strangers),
        *(_missed(one) for one in line.misses),
        _rate(line.at_suggested),
    ]


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count > 1)}"


def _missed(one: Misses) -> str:
    return "–" if one.threshold is None else f"{_rate(one.missed)} from {one.threshold:.3f}"


def _rate(rate: Rate | None) -> str:
    return "–" if rate is None else f"{rate.share:.1%} ({rate.low:.0%}-{rate.high:.0%})"


def _row_event(line: Line) -> dict[str, object]:
    return {
        "group": line.group,
        "photos": line.design.photos,
        "stills": line.design.stills,
        "listed": line.listed_people,
        "strangers": line.strangers,
        "misses": [
            {"fpir": one.wanted_fpir, "threshold": one.threshold, **_rate_event(one.missed)} for one in line.misses
        ],
        "at_suggested": _rate_event(line.at_suggested),
    }


def _rate_event(rate: Rate | None) -> dict[str, object]:
    if rate is None:
        return {"fnir": None}
    return {"fnir": round(rate.share, 5), "low": round(rate.low, 5), "high": round(rate.high, 5)}
