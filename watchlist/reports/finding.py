"""Reports and groups are looked for and looked at. Who did is in the audit log, for what words is not."""

from collections.abc import Iterator, Sequence
from typing import Any

from records.database import Row
from records.moments import from_text, to_text
from watchlist.reports.errors import NoSuchGroup, NoSuchReport
from watchlist.reports.index import SignatureIndex
from watchlist.reports.intake import PICTURE, picture_of
from watchlist.reports.likeness import plain
from watchlist.reports.placing import REPORT, ReportPlacing, blob_of
from watchlist.reports.rows import in_pieces, rows_with
from watchlist.reports.traces import Trace, traces_in
from watchlist.reports.values import Group, GroupId, GroupState, Report, ReportId, Wanted
from watchlist.store_parts import checked_operator

_REPORTS = "SELECT scalper_reports.*, state FROM scalper_reports JOIN scalper_report_groups USING (group_id)"
_AT_ONCE = 200
_CONDITIONS = {
    "place": "scalper_reports.place = ?",
    "since": "at >= ?",
    "until": "at < ?",
    # Not by the index of the states: it leads to half of all reports.
    "state": "state || '' = ?",
    "group_id": "group_id = ?",
}


class ReportFinding(ReportPlacing):
    _index: SignatureIndex

    def search(self, wanted: Wanted, operator: str, limit: int = 50) -> list[Report]:
        """The newest reports that are so, at most `limit`.

        Every word must stand in the text, whatever spaces and signs are between its letters. One that is a telephone
        number, a WeChat name or a card's number finds who names it, however it is written there.
        """
        operator = checked_operator(operator)
        found = []
        with self._database.reading():
            for report in self._matching(wanted, limit):
                found.append(report)
                if len(found) == limit:
                    break
        with self._database.writing():
            self._audit.append(self._clock(), operator, "reports.searched", "", {"found": len(found)})
        return found

    def report(self, report_id: ReportId, operator: str) -> Report:
        """Raises NoSuchReport."""
        operator = checked_operator(operator)
        with self._database.writing():
            rows = self._database.rows(f"{_REPORTS} WHERE number = ?", (report_id,))
            if not rows:
                raise NoSuchReport(f"there is no report {report_id}")
            self._audit.append(self._clock(), operator, "report.looked_at", str(report_id))
            return self._opened(rows[0])

    def picture(self, report_id: ReportId, operator: str) -> bytes:
        """As it came. Raises NoSuchReport where there is none."""
        operator = checked_operator(operator)
        with self._database.writing():
            if not self._blobs.holds(picture_of(report_id)):
                raise NoSuchReport(f"there is no picture of the report {report_id}")
            self._audit.append(self._clock(), operator, "report.picture_looked_at", str(report_id))
            return self._blobs.get(picture_of(report_id), PICTURE)

    def groups(self, state: GroupState | None = GroupState.OPEN, limit: int = 50, least: int = 1) -> list[Group]:
        """Those of the most reports first, of at least so many; None for all states."""
        states = [state] if state else list(GroupState)
        sql = (
            f"SELECT * FROM scalper_report_groups WHERE state IN ({', '.join('?' * len(states))}) AND reports >= ? "
            "ORDER BY reports DESC, group_id LIMIT ?"
        )
        return [group_of(row) for row in self._database.rows(sql, (*map(str, states), least, limit))]

    def group(self, group_id: GroupId) -> Group:
        """Raises NoSuchGroup."""
        row = self._database.row("SELECT * FROM scalper_report_groups WHERE group_id = ?", (group_id,))
        if row is None:
            raise NoSuchGroup(f"there is no group {group_id}")
        return group_of(row)

    def earlier(self, group_id: GroupId) -> list[Group]:
        """The groups that somebody has decided about and in which a usable trace of this open one is named."""
        sql = (
            "SELECT DISTINCT theirs.group_id FROM scalper_reports AS mine "
            "JOIN scalper_report_traces AS one ON one.number = mine.number "
            "JOIN scalper_report_threads ON scalper_report_threads.digest = one.digest "
            "JOIN scalper_report_traces AS other ON other.digest = one.digest "
            "JOIN scalper_reports AS theirs ON theirs.number = other.number "
            "JOIN scalper_report_groups ON scalper_report_groups.group_id = theirs.group_id "
            "WHERE mine.group_id = ? AND theirs.group_id <> ? AND state <> ? "
            "AND scalper_report_threads.group_id IS NOT NULL ORDER BY 1"
        )
        rows = self._database.rows(sql, (group_id, group_id, str(GroupState.OPEN)))
        return [self.group(GroupId(row["group_id"])) for row in rows]

    def everybodys(self, traces: Sequence[Trace]) -> list[Trace]:
        """Those of them that were named beside so many others that they bring nothing together."""
        digests = {self._keyed.trace(trace): trace for trace in traces}
        sql = "SELECT digest FROM scalper_report_threads WHERE digest IN ([values]) AND group_id IS NULL"
        return sorted(digests[bytes(row["digest"])] for row in rows_with(self._database, sql, sorted(digests)))

    def _matching(self, wanted: Wanted, limit: int) -> Iterator[Report]:
        where, values = _conditions(wanted)
        traces = traces_in(wanted.words)
        words = [plain(word) for word in wanted.words.split()]
        if not plain(wanted.words):
            sql = f"{_REPORTS} WHERE {' AND '.join(where or ['1 = 1'])} ORDER BY at DESC, number DESC LIMIT ?"
            yield from (self._opened(row) for row in self._database.rows(sql, (*values, limit)))
            return
        named = self._naming(traces) if _is_all(wanted.words, traces) else []
        numbers = named or self._index.candidates(self._signature(words))
        for some in in_pieces(numbers, _AT_ONCE):
            sql = f"{_REPORTS} WHERE {' AND '.join(['number IN ([values])', *where])} ORDER BY number DESC"
            for row in rows_with(self._database, sql, some, values):
                report = self._opened(row)
                if named or all(word in plain(report.text) for word in words):
                    yield report

    def _naming(self, traces: Sequence[Trace]) -> list[ReportId]:
        """The reports that name every one of these, the newest first."""
        found: set[ReportId] | None = None
        for trace in traces:
            rows = self._database.rows(
                "SELECT number FROM scalper_report_traces WHERE digest = ?", (self._keyed.trace(trace),)
            )
            these = {ReportId(row["number"]) for row in rows}
            found = these if found is None else found & these
        return sorted(found or (), reverse=True)

    def _signature(self, words: Sequence[str]) -> Any:
        signature = self._keyed.signature("")
        for word in words:
            signature = signature | self._keyed.signature(word)
        return signature

    def _opened(self, row: Row) -> Report:
        return Report(
            ReportId(row["number"]),
            from_text(row["at"]),
            from_text(row["received_at"]),
            row["place"],
            self._blobs.get(blob_of(row["number"]), REPORT).decode(),
            row["source"],
            GroupId(row["group_id"]),
            GroupState(row["state"]),
            bool(row["has_picture"]),
        )


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    given = {
        "place": " ".join(wanted.place.split()) or None,
        "since": wanted.since and to_text(wanted.since),
        "until": wanted.until and to_text(wanted.until),
        "state": wanted.state and str(wanted.state),
        "group_id": wanted.group_id,
    }
    asked = {name: value for name, value in given.items() if value is not None}
    return [_CONDITIONS[name] for name in asked], list(asked.values())


def _is_all(words: str, traces: Sequence[Trace]) -> bool:
    """Whether nothing but these traces was asked for."""
    return bool(traces) and len(plain(words)) <= sum(len(trace.value) for trace in traces) + 2 * len(traces)


def group_of(row: Row) -> Group:
    return Group(
        GroupId(row["group_id"]),
        GroupState(row["state"]),
        row["place"],
        row["reports"],
        from_text(row["first_at"]),
        from_text(row["last_at"]),
        row["decided_by"],
        row["decided_at"] and from_text(row["decided_at"]),
        row["person_id"],
    )
