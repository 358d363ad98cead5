"""An evidence package as a page that anybody can read: plain HTML, every word from outside escaped. Pure.

Nothing in it runs, and it asks for nothing from elsewhere. Moments are told by the clock of whoever made the package.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape
from typing import Any

Facts = Mapping[str, Any]
Words = Mapping[str, Any]
"""The texts of a language, by the tables of its file."""

_STYLE = """
body { font: 15px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2rem auto;
  max-width: 66rem; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.4rem; }
th, td { border: 1px solid #c8ccd0; padding: .3rem .5rem; text-align: left; vertical-align: top; }
td { white-space: pre-wrap; overflow-wrap: anywhere; } td.number, td.at, td.who, td.what { white-space: nowrap; }
th { background: #f0f2f4; font-weight: 600; white-space: nowrap; } table.facts th { width: 13rem; }
img { max-width: 14rem; max-height: 18rem; margin: 0 .5rem .5rem 0; } h2 { margin-top: 2.2rem; }
p.note { color: #555; } @media print { body { margin: 0; max-width: none; } }
"""


def page(language: str, other: str, words: Words, case: Facts, found: Facts) -> str:
    """`found`: entry (or None), alarms, visits, groups, audit; `other` is the file of the other language."""
    made = _Page(words, datetime.fromisoformat(case["made_at"]).tzinfo)
    parts = [made.case(case)]
    parts += [made.entry(found["entry"])] if found["entry"] else []
    parts += [made.alarms(found["alarms"])] if found["alarms"] else []
    parts += [made.visits(found["visits"])] if found["visits"] else []
    parts += [made.groups(found["groups"])] if found["groups"] else []
    parts.append(made.audit(found["audit"]))
    title = escape(words["title"])
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{title}</title>\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src *; '
        "style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style></head><body>\n"
        f'<p><a href="{escape(other)}">{escape(words["other_language"])}</a></p>\n<h1>{title}</h1>\n'
        f"{_note(words['about'])}" + "\n".join(parts) + "\n</body></html>\n"
    )


@dataclass(frozen=True, slots=True)
class _Page:
    words: Words
    zone: tzinfo | None

    def case(self, case: Facts) -> str:
        names = ("number", "why", "recipient", "made_by", "made_at", "source", "newest_record")
        return self._heading("case") + self._facts("case", case, names)

    def entry(self, entry: Facts) -> str:
        own = self.words["entry"]
        names = ("name", "person_id", "state", "source", "reason", "evidence", "basis", "listed_by", "listed_at")
        told = dict(entry) | {"state": self._word("states", entry["state"])}
        photographs = "".join(_image(photo["file"]) for photo in entry["photographs"])
        life = [self._step(one["what"], one) | {"detail": _plain(one["detail"])} for one in entry["life"]]
        return (
            self._heading("entry")
            + self._facts("entry", told, (*names, "approved_by", "until"))
            + f"<h3>{escape(own['photographs'])}</h3>{photographs}<h3>{escape(own['life'])}</h3>"
            + self._table(("number", "at", "who", "what", "why", "text", "detail"), life)
        )

    def alarms(self, alarms: Sequence[Facts]) -> str:
        parts = [self._heading("alarms"), _note(self.words["alarms"]["note"])]
        for alarm in alarms:
            names = ("raised_at", "camera", "last_seen_at", "score", "sure", "verdict")
            steps = [self._step(one["act"], one) | {"text": one["note"]} for one in alarm["steps"]]
            parts += [self._facts("alarms", self._judged(alarm), names), _image(alarm["file"])]
            parts += [f"<h3>{escape(self.words['alarms']['steps'])}</h3>"]
            parts += [self._table(("at", "who", "what", "text"), steps)]
        return "".join(parts)

    def visits(self, visits: Sequence[Facts]) -> str:
        parts = [self._heading("visits"), _note(self.words["visits"]["note"])]
        named = {"at": "raised_at", "source": "node", "place": "camera", "score": "score"}
        for visit in visits:
            doors = [{column: door[name] for column, name in named.items()} for door in visit["doors"]]
            names = ("source", "raised_at", "last_seen_at", "sure", "verdict")
            parts += [self._facts("visits", self._judged(visit), names), self._table(tuple(named), doors)]
        return "".join(parts)

    def groups(self, groups: Sequence[Facts]) -> str:
        parts = [self._heading("groups"), _note(self.words["groups"]["note"])]
        for group in groups:
            told = dict(group) | {"state": self._word("outcomes", group["state"])}
            parts.append(self._facts("groups", told, ("group", "state", "decided_by", "why")))
            parts.append(self._table(("number", "at", "place", "source", "text", "picture"), group["reports"]))
        return "".join(parts)

    def audit(self, records: Sequence[Facts]) -> str:
        told = [dict(one) | {"detail": _plain(one["detail"])} for one in records]
        columns = ("number", "at", "who", "what", "subject", "detail")
        return self._heading("audit") + _note(self.words["audit"]["note"]) + self._table(columns, told)

    def _word(self, table: str, code: str | None) -> str | None:
        """What nobody put into words is told as it is."""
        found: str | None = self.words[table].get(code, code)
        return found

    def _step(self, what: str, one: Facts) -> dict[str, Any]:
        return dict(one) | {"what": self._word("acts", what)}

    def _judged(self, one: Facts) -> dict[str, Any]:
        sure = self.words["yes" if one["sure"] else "no"]
        return dict(one) | {"sure": sure, "verdict": self._word("verdicts", one["verdict"])}

    def _heading(self, table: str) -> str:
        return f"<h2>{escape(self.words[table]['heading'])}</h2>\n"

    def _facts(self, table: str, facts: Facts, names: Iterable[str]) -> str:
        own = self.words[table]
        rows = (f"<tr><th>{escape(own[name])}</th><td>{self._cell(name, facts)}</td></tr>" for name in names)
        return f'<table class="facts">{"".join(rows)}</table>\n'

    def _table(self, columns: Sequence[str], rows: Iterable[Facts]) -> str:
        head = "".join(f"<th>{escape(self.words['table'][name])}</th>" for name in columns)
        body = "".join(f"<tr>{''.join(self._column(name, row) for name in columns)}</tr>\n" for row in rows)
        return f"<table><tr>{head}</tr>\n{body}</table>\n"

    def _column(self, name: str, row: Facts) -> str:
        inner = _image(row.get("file")) if name == "picture" else self._cell(name, row)
        return f'<td class="{name}">{inner}</td>'

    def _cell(self, name: str, facts: Facts) -> str:
        value = facts.get(name)
        if value is not None and (name == "at" or name.endswith("_at")):
            return f"{datetime.fromisoformat(value).astimezone(self.zone):%Y-%m-%d %H:%M:%S %z}"
        return "" if value is None else escape(str(value))


def _plain(detail: Facts) -> str:
    told = {name: value for name, value in detail.items() if value not in (None, "", [], {})}
    return ", ".join(f"{name}: {value}" for name, value in told.items() if not name.endswith("_ref"))


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>\n'


def _image(file: str | None) -> str:
    return f'<img src="{escape(file)}" alt="{escape(file)}">' if file else ""
