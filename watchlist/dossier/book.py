"""Reads everything that is kept about a person or about reports. Every look at a picture or a report is on record."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.audit_chain import FIRST, Anchor
from records.canonical import Json
from records.database import Row
from watchlist.alarms.acts import act_to_text
from watchlist.alarms.life import Decide, Step
from watchlist.alarms.record import AlarmRecord
from watchlist.changes import Change, act_to_json
from watchlist.reports.values import Group, GroupId, Report, ReportId, Wanted
from watchlist.types import AlarmId, Entry, PhotoId
from watchlist.upstream.together import Together

if TYPE_CHECKING:
    from watchlist.store import WatchlistStore

Plain = dict[str, Json]
_SUFFIXES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"RIFF", "webp"), (b"BM", "bmp"))
"""By how a picture's file begins: it is handed on as it came."""


@dataclass
class Dossier:
    """What was found, as JSON; pictures are read one at a time by `pictures`."""

    entry: Plain | None = None
    alarms: list[Plain] = field(default_factory=list)
    visits: list[Plain] = field(default_factory=list)
    groups: list[Plain] = field(default_factory=list)
    audit: list[Plain] = field(default_factory=list)
    newest: Anchor = FIRST

    @property
    def subjects(self) -> tuple[str, ...]:
        """What it is about, by ids."""
        people = (str(self.entry["person_id"]),) if self.entry else ()
        return (*people, *(f"group {one['group']}" for one in self.groups))


class DossierReading:
    """`operator` is who looks, for the record."""

    def __init__(self, store: "WatchlistStore", operator: str) -> None:
        self._store = store
        self._operator = operator

    def dossier(self, entry: Entry | None, groups: Iterable[GroupId]) -> Dossier:
        """Also of the reports that the entry came of. Raises NoSuchGroup, ChainBroken."""
        found = Dossier()
        wanted = dict.fromkeys(groups)
        if entry is not None:
            found.entry = self._entry(entry)
            found.alarms = [self._alarm(one) for one in self._store.alarms() if entry.person_id in one.who]
            found.visits = [_visit(one) for one in self._store.upstream.visits_about(entry.person_id)]
            wanted |= dict.fromkeys(self._store.past.groups_of(entry.person_id))
        found.groups = [self._group(self._store.reports.group(group_id)) for group_id in wanted]
        self._read_log(found)
        return found

    def pictures(self, found: Dossier) -> Iterator[tuple[str, bytes]]:
        """The name of each piece and its bytes; the name is put in where it is mentioned. Each is looked at now."""
        store, who = self._store, self._operator
        for number, photo in enumerate(_parts(found.entry or {}, "photographs"), start=1):
            data = store.photo(PhotoId(str(photo["photo_id"])), who)
            photo["file"] = name = _file("photographs", number, data)
            yield name, data
        for number, alarm in enumerate(found.alarms, start=1):
            if store.has_picture(AlarmId(str(alarm["alarm_id"]))):
                data = store.picture(str(alarm["alarm_id"]), who)
                alarm["file"] = name = _file("alarms", number, data)
                yield name, data
        for report in (one for group in found.groups for one in _parts(group, "reports")):
            if report["has_picture"]:
                data = store.reports.picture(ReportId(int(str(report["number"]))), who)
                report["file"] = name = _file("reports", report["number"], data)
                yield name, data

    def _entry(self, entry: Entry) -> Plain:
        store, person_id = self._store, entry.person_id
        changes = store.past.changes_of(person_id)
        return {
            "person_id": person_id,
            "name": entry.name,
            "reason": entry.reason,
            "state": str(entry.state),
            "until": entry.until.isoformat(),
            "source": entry.source,
            "list_id": entry.list_id,
            "listed_by": entry.listed_by,
            "listed_at": entry.listed_at.isoformat(),
            "approved_by": entry.approved_by,
            "evidence": store.evidence(person_id),
            "basis": store.basis(person_id),
            "photographs": [{"photo_id": one, "file": None} for one in entry.photos],
            "life": [self._change(one) for one in changes],
        }

    def _change(self, change: Change) -> Plain:
        told: Plain = {"number": change.number, "at": change.at.isoformat(), "who": change.who, "why": change.why}
        act: Plain = json.loads(act_to_json(change.act))
        del act["person_id"]
        return {**told, "what": act.pop("kind"), "detail": act, "text": self._store.past.text_of(change)}

    def _alarm(self, alarm: AlarmRecord) -> Plain:
        return {
            "alarm_id": alarm.alarm_id,
            "camera": alarm.camera,
            "last_camera": alarm.last_camera,
            "raised_at": alarm.raised_at.isoformat(),
            "last_seen_at": alarm.last_seen_at.isoformat(),
            "score": alarm.score,
            "runner_up": alarm.runner_up,
            "one_in": alarm.one_in,
            "sure": alarm.person_id is not None,
            "stage": str(alarm.life.stage),
            "verdict": str(alarm.life.verdict) if alarm.life.verdict else None,
            "file": None,
            "steps": [_step(one) for one in self._store.steps(alarm.alarm_id)],
        }

    def _group(self, group: Group) -> Plain:
        reports = self._store.reports.search(Wanted(group_id=group.group_id), self._operator, group.reports)
        return {
            "group": group.group_id,
            "state": str(group.state),
            "place": group.place,
            "first_at": group.first_at.isoformat(),
            "last_at": group.last_at.isoformat(),
            "decided_by": group.decided_by,
            "why": self._store.reports.why(group.group_id),
            "reports": [_report(one) for one in sorted(reports, key=lambda one: (one.at, one.report_id))],
        }

    def _read_log(self, found: Dossier) -> None:
        """The records about them, and where the log stands; all of it is verified on the way."""
        doors = (one for visit in found.visits for one in _parts(visit, "doors"))
        alarms = {str(one["alarm_id"]) for one in (*found.alarms, *doors)}
        people = {str(found.entry["person_id"])} if found.entry else set()
        groups = {str(group["group"]) for group in found.groups}
        reports = {str(one["number"]) for group in found.groups for one in _parts(group, "reports")}
        for row in self._store.audit_rows():
            found.newest = Anchor(row["number"], row["hash"])
            about = {"report": reports, "reports": groups}.get(str(row["what"]).partition(".")[0], people | alarms)
            if row["subject"] in about or any(f'"{one}"' in row["detail"] for one in people):
                found.audit.append(_record(row))


def _file(folder: str, name: Json, data: bytes) -> str:
    suffix = next((suffix for begin, suffix in _SUFFIXES if data.startswith(begin)), "bin")
    return f"{folder}/{name}.{suffix}"


def _parts(told: Plain, name: str) -> list[Plain]:
    parts = told.get(name) or []
    assert isinstance(parts, list)
    return [one for one in parts if isinstance(one, dict)]


def _step(step: Step) -> Plain:
    note = step.act.note if isinstance(step.act, Decide) else ""
    return {"at": step.at.isoformat(), "who": step.who, **json.loads(act_to_text(step.act)), "note": note or None}


def _visit(visit: Together) -> Plain:
    """What nodes told this hub: without pictures and notes, which stay in their hospitals."""
    life, first = visit.life, visit.alarms[0]
    doors: list[Json] = [
        {
            "node": one.node_id,
            "camera": one.told.camera,
            "raised_at": one.raised_at.isoformat(),
            "last_seen_at": one.last_seen_at.isoformat(),
            "score": one.told.score,
            "alarm_id": one.told.alarm_id,
        }
        for one in visit.alarms
    ]
    return {
        "visit_id": visit.visit_id,
        "source": first.source,
        "raised_at": first.raised_at.isoformat(),
        "last_seen_at": visit.last_seen_at.isoformat(),
        "sure": len(visit.who) == 1,
        "stage": str(life.stage),
        "verdict": str(life.verdict) if life.verdict else None,
        "doors": doors,
    }


def _report(report: Report) -> Plain:
    told: Plain = {"number": report.report_id, "at": report.at.isoformat(), "place": report.place, "text": report.text}
    return told | {
        "received_at": report.received_at.isoformat(),
        "source": report.source,
        "has_picture": report.has_picture,
    }


def _record(row: Row) -> Plain:
    return {**row, "detail": json.loads(row["detail"])}
