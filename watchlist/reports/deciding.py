"""What becomes of a group: a proposal, or nothing; and what is kept no longer.

A decided group is closed: what comes in later with the same traces begins a group of its own, which names the earlier
one. Dismissing deletes the pictures at once; the texts go when there is no correcting any more. Erasing an entry
takes the reports that it came of.
"""

from datetime import datetime

from records.canonical import Json
from records.moments import to_text
from watchlist.alarms.life import PROGRAM
from watchlist.errors import EntryRefused
from watchlist.reports.errors import GroupDecided, ReportRefused
from watchlist.reports.finding import ReportFinding
from watchlist.reports.forgetting import drop_groups, drop_reports
from watchlist.reports.intake import picture_of
from watchlist.reports.placing import why_of
from watchlist.reports.rows import rows_with
from watchlist.reports.values import Group, GroupId, GroupState, Particulars, Report, ReportId, Wanted
from watchlist.store_parts import checked_operator
from watchlist.types import EntryState, PersonId

WHY = "report decision"
"""The purpose of the sealed reason for a decision: reviewers name people there."""

_MOST_NAMED, _MOST_QUOTED = 12, 20
_QUOTED_LENGTH = 200
_FULL = 3500
"""Evidence of more characters than this quotes no other report."""
_PURGED_AT_ONCE = 2000


class ReportDeciding(ReportFinding):
    def particulars(self, group_id: GroupId, operator: str) -> Particulars:
        """What speaks for a proposal: how many reports, of when and where, and the words of the first ones.

        Raises NoSuchGroup, and GroupDecided for a closed group.
        """
        group = self._open_group(group_id)
        reports = sorted(
            self.search(Wanted(group_id=group_id), operator, group.reports), key=lambda one: (one.at, one.report_id)
        )
        ids = tuple(report.report_id for report in reports)
        pictures = tuple(report.report_id for report in reports if report.has_picture)
        return Particulars(group_id, _evidence(group, reports), ids, pictures)

    def propose(self, group_id: GroupId, person_id: PersonId, operator: str, why: str = "") -> Group:
        """Note that the entry came of this group. Raises EntryRefused for nobody on the list."""
        sql = "SELECT 1 FROM entries WHERE person_id = ? AND state <> ?"
        if self._database.row(sql, (person_id, str(EntryState.ERASED))) is None:
            raise EntryRefused(f"nobody with the id {person_id} is on the list")
        return self._decide(group_id, GroupState.PROPOSED, operator, why, person_id)

    def dismiss(self, group_id: GroupId, operator: str, why: str) -> Group:
        """Nothing comes of it: its pictures are deleted at once. Raises NoSuchGroup, GroupDecided."""
        if not why.strip():
            raise ReportRefused("dismissing reports needs a reason", "Say why nothing comes of them.")
        return self._decide(group_id, GroupState.DISMISSED, operator, why, None)

    def why(self, group_id: GroupId) -> str | None:
        """What was said when it was decided."""
        blob = why_of(group_id)
        return self._blobs.get(blob, WHY).decode() if self._blobs.holds(blob) else None

    def purge(self, before: datetime, dismissed_before: datetime) -> int:
        """Delete the reports that came in before `before`, and those that were dismissed before `dismissed_before`.

        An entry that came of some keeps its evidence in words. Returns how many are gone.
        """
        count = 0
        sql = (
            "SELECT number FROM scalper_reports JOIN scalper_report_groups USING (group_id) WHERE received_at < ? "
            "OR (state = ? AND decided_at < ?) ORDER BY number LIMIT ?"
        )
        values = (to_text(before), str(GroupState.DISMISSED), to_text(dismissed_before), _PURGED_AT_ONCE)
        while rows := self._database.rows(sql, values):
            with self._database.writing():
                self._delete([ReportId(row["number"]) for row in rows])
                told: dict[str, Json] = {"reports": len(rows), "before": to_text(before)}
                told |= {"dismissed_before": to_text(dismissed_before)}
                self._audit.append(self._clock(), PROGRAM, "reports.purged", "", told)
            count += len(rows)
        if count:
            self._database.wipe_log()
        return count

    def _decide(
        self, group_id: GroupId, state: GroupState, operator: str, why: str, person_id: PersonId | None
    ) -> Group:
        operator = checked_operator(operator)
        with self._database.writing():
            group = self._open_group(group_id)
            values = (str(state), operator, to_text(self._clock()), person_id, group_id)
            self._database.execute(
                "UPDATE scalper_report_groups SET state = ?, decided_by = ?, decided_at = ?, person_id = ? "
                "WHERE group_id = ?",
                values,
            )
            for table in ("scalper_report_threads", "scalper_report_bands"):
                self._database.execute(f"DELETE FROM {table} WHERE group_id = ?", (group_id,))
            if why.strip():
                self._blobs.put(why_of(group_id), WHY, why.strip().encode(), why_of(group_id))
            pictures = self._drop_pictures(group_id) if state is GroupState.DISMISSED else 0
            told: dict[str, Json] = {"reports": group.reports, "pictures_deleted": pictures}
            told |= {"person": person_id} if person_id else {}
            self._audit.append(self._clock(), operator, f"reports.{state}", str(group_id), told)
            decided = self.group(group_id)
        if pictures:
            self._database.wipe_log()
        return decided

    def _open_group(self, group_id: GroupId) -> Group:
        group = self.group(group_id)
        if group.state is not GroupState.OPEN:
            raise GroupDecided(f"the group {group_id} is {group.state} by {group.decided_by}")
        return group

    def _drop_pictures(self, group_id: GroupId) -> int:
        sql = "SELECT number FROM scalper_reports WHERE group_id = ? AND has_picture = 1 ORDER BY number"
        numbers = [row["number"] for row in self._database.rows(sql, (group_id,))]
        for number in numbers:
            self._blobs.drop(picture_of(number))
        self._database.execute("UPDATE scalper_reports SET has_picture = 0 WHERE group_id = ?", (group_id,))
        return len(numbers)

    def _delete(self, numbers: list[ReportId]) -> None:
        """The reports, and of groups, threads and company what nothing is left of."""
        sql = "SELECT DISTINCT group_id FROM scalper_reports WHERE number IN ([values])"
        groups = sorted({row["group_id"] for row in rows_with(self._database, sql, numbers)})
        drop_reports(numbers, self._database)
        sql = "SELECT DISTINCT group_id FROM scalper_reports WHERE group_id IN ([values])"
        left = {row["group_id"] for row in rows_with(self._database, sql, groups)}
        drop_groups([group for group in groups if group not in left], self._database)
        self._count_anew(sorted(left))


def _evidence(group: Group, reports: list[Report]) -> str:
    """As long as a hub takes it, however many the reports are: the group's number stands for all of them."""
    ids = _some([str(report.report_id) for report in reports])
    places = _some(list(dict.fromkeys(report.place for report in reports if report.place))) or "-"
    told = [
        f"Reports {ids} (group {group.group_id}): {len(reports)}, "
        f"{group.first_at:%Y-%m-%d} to {group.last_at:%Y-%m-%d}, at {places}."
    ]
    for report in reports[:_MOST_QUOTED]:
        words = " ".join(report.text.split())
        cut = words if len(words) <= _QUOTED_LENGTH else f"{words[:_QUOTED_LENGTH]}..."
        told.append(f"{report.report_id}, {report.at:%Y-%m-%d %H:%M}, {report.place or '-'}: {cut}")
        if len("\n".join(told)) > _FULL:
            break
    quoted = len(told) - 1
    if len(reports) > quoted:
        told.append(f"and {len(reports) - quoted} more")
    return "\n".join(told)


def _some(values: list[str]) -> str:
    left = len(values) - _MOST_NAMED
    return ", ".join(values[:_MOST_NAMED]) + (f" and {left} more" if left > 0 else "")
