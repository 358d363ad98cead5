"""Reports come in: sealed, with the digests by which they are found, each in its group."""

from collections.abc import Collection, Sequence

from records.database import Row
from records.moments import to_text
from watchlist.reports.errors import ReportRefused
from watchlist.reports.placing import REPORT, Arrival, ReportPlacing, blob_of, next_number
from watchlist.reports.rows import insert_all, rows_with
from watchlist.reports.traces import Trace, traces_in
from watchlist.reports.values import AHEAD, Kept, NewReport, ReportId
from watchlist.store_parts import checked_operator

PICTURE = "report picture"
"""The purpose of a report's sealed picture."""


class ReportIntake(ReportPlacing):
    def add(self, reports: Sequence[NewReport], operator: str, ours: Collection[Trace] = ()) -> Kept:
        """Keep all of them, or none; one that is here already stays as it is. A few thousand at once cost least.

        `ours` are the traces that everybody names, as the hospital's own numbers: they bring nothing together.
        Raises ReportRefused for one of the future, EntryRefused for nobody.
        """
        operator = checked_operator(operator)
        self._must_have_been(reports)
        keys = [self._keyed.key(report) for report in reports]
        try:
            with self._database.writing():
                ids = self._ids_of(keys)
                fresh = {key: report for key, report in zip(keys, reports, strict=True) if key not in ids}
                if fresh:
                    ids |= self._keep_new(fresh, operator, ours)
        except BaseException:
            self._first_words.clear()  # numbers that were given in vain are given again
            raise
        return Kept(tuple(ids[key] for key in keys), len(fresh))

    def _must_have_been(self, reports: Sequence[NewReport]) -> None:
        latest = self._clock() + AHEAD
        for report in reports:
            if report.at > latest:
                raise ReportRefused(f"{report.at:%Y-%m-%d %H:%M} has not been yet", "Correct the time.")

    def _ids_of(self, keys: Sequence[bytes]) -> dict[bytes, ReportId]:
        sql = "SELECT key, number FROM scalper_reports WHERE key IN ([values])"
        return {bytes(row["key"]): ReportId(row["number"]) for row in rows_with(self._database, sql, keys)}

    def _keep_new(self, fresh: dict[bytes, NewReport], operator: str, ours: Collection[Trace]) -> dict[bytes, ReportId]:
        first = next_number(self._database, len(fresh))
        arrivals = [
            self._arrival(ReportId(number), report, ours) for number, report in enumerate(fresh.values(), start=first)
        ]
        for one in arrivals:
            self._seal(one)
        groups = self._place_all(arrivals)
        received_at = to_text(self._clock())
        rows: list[Row] = [
            {
                "number": one.report_id,
                "key": key,
                "at": to_text(one.report.at),
                "received_at": received_at,
                "place": one.place,
                "source": one.report.source,
                "group_id": groups[one.report_id],
                "signature": self._keyed.signature(one.report.text).tobytes(),
                "has_picture": int(one.report.picture is not None),
            }
            for key, one in zip(fresh, arrivals, strict=True)
        ]
        insert_all(self._database, "scalper_reports", rows)
        traces: list[Row] = [{"digest": trace, "number": one.report_id} for one in arrivals for trace in one.traces]
        insert_all(self._database, "scalper_report_traces", traces)
        self._take_apart(arrivals)
        told = {"reports": len(arrivals), "first": first, "last": first + len(arrivals) - 1}
        self._audit.append(self._clock(), operator, "reports.added", "", told)
        return {key: one.report_id for key, one in zip(fresh, arrivals, strict=True)}

    def _arrival(self, report_id: ReportId, report: NewReport, ours: Collection[Trace]) -> Arrival:
        traces = {self._keyed.trace(trace): str(trace.kind) for trace in traces_in(report.text, ours)}
        return Arrival(report_id, report, " ".join(report.place.split()), traces)

    def _seal(self, one: Arrival) -> None:
        blob = blob_of(one.report_id)
        self._blobs.put(blob, REPORT, one.report.text.encode(), blob)
        if one.report.picture is not None:
            self._blobs.put(picture_of(one.report_id), PICTURE, one.report.picture, blob)


def picture_of(report_id: ReportId) -> str:
    return f"{blob_of(report_id)}/picture"
