"""Which group each report that comes in belongs to, by what the database knows of its traces and words."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.database import Database, Row
from records.errors import DatabaseDamaged
from records.moments import to_text
from watchlist.reports.grouping import MOST_COMPANY, Threads, alike, parts
from watchlist.reports.keyed import Keyed
from watchlist.reports.likeness import Words, words_of
from watchlist.reports.rows import execute_with, insert_all, rows_with
from watchlist.reports.values import GroupId, GroupState, NewReport, ReportId
from watchlist.store_parts import StorePart

REPORT = "report"
"""The purpose of a report's sealed text."""

_TEXTS_AT_HAND = 4096
_TALLY = "SELECT group_id, count(*) AS reports, min(at) AS first_at, max(at) AS last_at FROM scalper_reports"
_COUNTED = (
    "ON CONFLICT (group_id) DO UPDATE SET reports = excluded.reports, first_at = excluded.first_at, "
    "last_at = excluded.last_at"
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report on its way in: `traces` are digests, each with the kind of what it is of."""

    report_id: ReportId
    report: NewReport
    place: str
    traces: Mapping[bytes, str]


class ReportPlacing(StorePart):
    """Everything here is to be called inside `writing()`."""

    _keyed: Keyed
    _first_words: "OrderedDict[GroupId, Words]"

    def _place_all(self, arrivals: Sequence[Arrival]) -> dict[ReportId, GroupId]:
        """The group of each; the groups, threads and bands are brought after them, the reports' own rows are not."""
        threads, usable = self._threads(arrivals)
        strong = {one.report_id: [trace for trace in one.traces if trace in usable] for one in arrivals}
        groups = {
            one.report_id: threads.place(one.report_id, strong[one.report_id])
            for one in arrivals
            if strong[one.report_id]
        }
        groups = {report: threads.within(group) for report, group in groups.items()}
        self._place_by_words([one for one in arrivals if not strong[one.report_id]], groups)
        merged = threads.merged()
        self._merge(merged)
        self._keep_threads(arrivals, threads, usable)
        self._count(arrivals, groups, merged)
        return groups

    def _take_apart(self, arrivals: Sequence[Arrival]) -> None:
        """Let go of traces that have kept too much company; to be called when the reports' rows are there."""
        pairs = {(trace, other) for one in arrivals for trace in one.traces for other in one.traces if trace != other}
        rows: list[Row] = [{"digest": trace, "beside": other} for trace, other in sorted(pairs)]
        insert_all(self._database, "scalper_report_company", rows, "ON CONFLICT (digest, beside) DO NOTHING")
        sql = (
            "SELECT digest, group_id FROM scalper_report_threads WHERE digest IN ([values]) AND group_id IS NOT NULL "
            "AND (SELECT count(*) FROM scalper_report_company AS other "
            "WHERE other.digest = scalper_report_threads.digest) > ?"
        )
        found = list(rows_with(self._database, sql, sorted({trace for trace, _ in pairs}), (MOST_COMPANY,)))
        everybodys = [bytes(row["digest"]) for row in found]
        execute_with(
            self._database, "UPDATE scalper_report_threads SET group_id = NULL WHERE digest IN ([values])", everybodys
        )
        for group in sorted({row["group_id"] for row in found}):
            self._regroup(group)

    def _regroup(self, group: GroupId) -> None:
        """Make the group anew from the traces that are still usable: what hangs together no more comes apart."""
        sql = (
            "SELECT scalper_reports.number, scalper_report_threads.digest FROM scalper_reports "
            "LEFT JOIN scalper_report_traces ON scalper_report_traces.number = scalper_reports.number "
            "LEFT JOIN scalper_report_threads ON scalper_report_threads.digest = scalper_report_traces.digest "
            "AND scalper_report_threads.group_id IS NOT NULL WHERE scalper_reports.group_id = ? ORDER BY 1"
        )
        traces_of: dict[ReportId, list[bytes]] = {}
        for row in self._database.rows(sql, (group,)):
            named = traces_of.setdefault(ReportId(row["number"]), [])
            named += [bytes(row["digest"])] if row["digest"] is not None else []
        placed = parts(traces_of)
        oldest = placed[min(placed)]
        members: dict[GroupId, list[ReportId]] = {}
        for report, part in placed.items():
            members.setdefault(part, []).append(report)
        for part in members.keys() - {oldest}:
            self._move(part, members[part], {trace for report in members[part] for trace in traces_of[report]})
        self._count_anew([group, *sorted(members.keys() - {oldest})])

    def _move(self, group: GroupId, reports: Collection[ReportId], traces: Collection[bytes]) -> None:
        for table, key, which in (
            ("scalper_reports", "number", sorted(reports)),
            ("scalper_report_threads", "digest", sorted(traces)),
        ):
            execute_with(self._database, f"UPDATE {table} SET group_id = {int(group)} WHERE {key} IN ([values])", which)

    def _threads(self, arrivals: Iterable[Arrival]) -> tuple[Threads[bytes], set[bytes]]:
        """What the traces lead to, and those of them that are not everybody's."""
        named = {trace for one in arrivals for trace in one.traces}
        sql = "SELECT digest, group_id FROM scalper_report_threads WHERE digest IN ([values])"
        known = {bytes(row["digest"]): row["group_id"] for row in rows_with(self._database, sql, sorted(named))}
        usable = {trace for trace in named if known.get(trace, 0) is not None}
        return Threads({trace: group for trace, group in known.items() if group is not None}), usable

    def _place_by_words(self, arrivals: Sequence[Arrival], groups: dict[ReportId, GroupId]) -> None:
        words = {one.report_id: words_of(one.report.text) for one in arrivals}
        bands = {one.report_id: self._keyed.bands(one.place, words[one.report_id]) for one in arrivals}
        sql = "SELECT digest, group_id FROM scalper_report_bands WHERE digest IN ([values])"
        asked = sorted({band for some in bands.values() for band in some})
        known = {bytes(row["digest"]): GroupId(row["group_id"]) for row in rows_with(self._database, sql, asked)}
        new: list[Row] = []
        for one in arrivals:
            mine = bands[one.report_id]
            candidates = {known[band] for band in mine if band in known}
            group = alike(words[one.report_id], {group: self._words_of_first(group) for group in candidates})
            if group is None:
                group = GroupId(one.report_id)
                self._remember(group, words[one.report_id])
                fresh = [band for band in mine if band not in known]
                known.update(dict.fromkeys(fresh, group))
                new += [{"digest": band, "group_id": group} for band in fresh]
            groups[one.report_id] = group
        insert_all(self._database, "scalper_report_bands", new)

    def _words_of_first(self, group: GroupId) -> Words:
        """None where the report is gone: nothing reads like it any more."""
        if group not in self._first_words:
            try:
                words = words_of(self._blobs.get(blob_of(ReportId(group)), REPORT).decode())
            except DatabaseDamaged:
                words = frozenset()
            self._remember(group, words)
        self._first_words.move_to_end(group)
        return self._first_words[group]

    def _remember(self, group: GroupId, words: Words) -> None:
        self._first_words[group] = words
        if len(self._first_words) > _TEXTS_AT_HAND:
            self._first_words.popitem(last=False)

    def _merge(self, merged: Mapping[GroupId, GroupId]) -> None:
        for group, into in merged.items():
            for table in ("scalper_reports", "scalper_report_threads"):
                self._database.execute(f"UPDATE {table} SET group_id = ? WHERE group_id = ?", (into, group))

    def _keep_threads(self, arrivals: Iterable[Arrival], threads: Threads[bytes], usable: Collection[bytes]) -> None:
        kinds = {trace: kind for one in arrivals for trace, kind in one.traces.items() if trace in usable}
        leads = threads.leads()
        rows: list[Row] = [{"digest": trace, "kind": kinds[trace], "group_id": leads[trace]} for trace in sorted(kinds)]
        otherwise = "ON CONFLICT (digest) DO UPDATE SET group_id = excluded.group_id"
        insert_all(self._database, "scalper_report_threads", rows, otherwise)

    def _count(
        self, arrivals: Iterable[Arrival], groups: Mapping[ReportId, GroupId], merged: Mapping[GroupId, GroupId]
    ) -> None:
        """A group has its own reports, those of the groups that became part of it and those that came in now."""
        touched = sorted({*groups.values(), *merged})
        sql = "SELECT * FROM scalper_report_groups WHERE group_id IN ([values]) ORDER BY group_id"
        found = {GroupId(row["group_id"]): row for row in rows_with(self._database, sql, touched)}
        counted = {group: row for group, row in found.items() if group not in merged}
        for group, into in merged.items():
            if group in found:
                _add(counted, into, found[group])
        for one in arrivals:
            at = to_text(one.report.at)
            _add(
                counted,
                groups[one.report_id],
                {"place": one.place, "reports": 1, "first_at": at, "last_at": at},
            )
        execute_with(self._database, "DELETE FROM scalper_report_groups WHERE group_id IN ([values])", sorted(merged))
        insert_all(self._database, "scalper_report_groups", list(counted.values()), _COUNTED)

    def _count_anew(self, groups: Sequence[GroupId]) -> None:
        """Of open groups whose reports went elsewhere."""
        tallies = list(
            rows_with(self._database, f"{_TALLY} WHERE group_id IN ([values]) GROUP BY group_id ORDER BY 1", groups)
        )
        sql = "SELECT number, place FROM scalper_reports WHERE number IN ([values])"
        places = {row["number"]: row["place"] for row in rows_with(self._database, sql, groups)}
        rows: list[Row] = [
            _group_row(row["group_id"], {**row, "place": places.get(row["group_id"], "")}) for row in tallies
        ]
        insert_all(self._database, "scalper_report_groups", rows, _COUNTED)


def blob_of(report_id: ReportId) -> str:
    return f"report/{report_id}"


def why_of(group_id: GroupId) -> str:
    """Where the reason of its decision lies."""
    return f"report-group/{group_id}/why"


def next_number(database: Database, count: int) -> int:
    """The first of `count` numbers that are nobody's. To be called inside `writing()`."""
    database.execute("UPDATE scalper_report_state SET newest = newest + ? WHERE one = 1", (count,))
    row = database.row("SELECT newest FROM scalper_report_state WHERE one = 1")
    return int(row["newest"]) - count + 1 if row else 1


def _add(counted: dict[GroupId, Row], group: GroupId, more: Row) -> None:
    if group not in counted:
        counted[group] = _group_row(group, more)
        return
    row = counted[group]
    row["reports"] += more["reports"]
    row["first_at"], row["last_at"] = min(row["first_at"], more["first_at"]), max(row["last_at"], more["last_at"])


def _group_row(group: GroupId, tally: Row) -> Row:
    counted = {name: tally[name] for name in ("place", "reports", "first_at", "last_at")}
    return {
        "group_id": group,
        "state": str(GroupState.OPEN),
        **counted,
        "decided_by": None,
        "decided_at": None,
        "person_id": None,
    }
