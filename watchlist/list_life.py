"""What becomes of an entry: approved, renewed, suspended, appealed against, revoked, erased. Each method is one
transaction with its audit record in it."""

from datetime import date, datetime, time, timedelta

from records.errors import TracesLeft
from records.moments import from_text
from watchlist.alarms.book import forget_captures_of
from watchlist.alarms.life import PROGRAM
from watchlist.alarms.rejections import drop_rejections_of
from watchlist.changes import (
    AppealDecided,
    AppealLodged,
    PersonApproved,
    PersonErased,
    PersonResumed,
    PersonRevoked,
    PersonSuspended,
    ProposalRefused,
    UntilProposed,
)
from watchlist.entry_followed import must_be_own
from watchlist.entry_life import until_asked
from watchlist.errors import EntryRefused
from watchlist.list_parts import ListParts
from watchlist.listing_rules import check_until
from watchlist.reports.forgetting import forget_reports_of
from watchlist.store_parts import APPEAL, checked_operator
from watchlist.types import EntryState, PersonId
from watchlist.upstream.forgetting import forget_told_of


class ListLife(ListParts):
    """Raises EntryRefused for what the rules do not allow, and the failures of the database.

    `why` is kept for ever and in clear, so it must not contain the name.
    """

    def approve(self, person_id: PersonId, operator: str) -> None:
        """Let a proposed entry ring, the photographs that wait count, and the later last day that waits. The operator
        must be another than who proposed it: what they added or asked for themselves goes on waiting."""
        self._keep_one(PersonApproved(person_id), operator, "person.approved")

    def refuse(self, person_id: PersonId, operator: str, why: str) -> None:
        """Turn a proposal down, or the later last day of an entry that is on the list: then the old one stays. `why`
        must be given."""
        self._keep_one(ProposalRefused(person_id), operator, "proposal.refused", why)

    def extend(
        self, person_id: PersonId, until: date, operator: str, why: str = "", *, four_eyes: bool = False
    ) -> None:
        """Let the entry ring until this day, the last one; also one that has expired or was revoked.

        With `four_eyes`, or where the rules want them, one that was over is only proposed again, and a later day of one
        that is on the list only waits for approval. An earlier day counts at once.
        """
        operator = checked_operator(operator)
        check_until(self._rules, until, self._today())
        with self._database.writing():
            person = self._must_be_kept(person_id)
            self._must_not_name(person_id, why)
            act = until_asked(person, until, self._today(), four_eyes=four_eyes or self._rules.four_eyes)
            what = "later_day.proposed" if isinstance(act, UntilProposed) else "person.extended"
            self._keep([act], operator, what=what, subject=person_id, why=why)

    def suspend(self, person_id: PersonId, operator: str, why: str = "") -> None:
        """Let nobody ring for the entry until it is resumed."""
        self._keep_one(PersonSuspended(person_id), operator, "person.suspended", why)

    def resume(self, person_id: PersonId, operator: str, why: str = "") -> None:
        self._keep_one(PersonResumed(person_id), operator, "person.resumed", why)

    def revoke(self, person_id: PersonId, operator: str, why: str = "") -> None:
        """Take the entry off the list at once; everything is kept until it is purged."""
        self._keep_one(PersonRevoked(person_id), operator, "person.revoked", why)

    def lodge_appeal(self, person_id: PersonId, text: str, operator: str) -> None:
        """Keep what is said against the listing, sealed, and let nobody ring until two have decided."""
        operator = checked_operator(operator)
        if not text.strip():
            raise EntryRefused("an appeal says something", "Write down what the person says, in their words.")
        with self._database.writing():
            is_suspended = self._must_be_kept(person_id).state is EntryState.SUSPENDED
            act = AppealLodged(person_id, self._seal_text(person_id, APPEAL, text.strip()), is_suspended)
            self._keep([act], operator, what="appeal.lodged", subject=person_id)

    def decide_appeal(self, person_id: PersonId, upheld: bool, operator: str, why: str = "") -> None:
        """Say whether the listing stands (`upheld`) or the appeal is granted: it is settled when two who did not
        propose the entry have said the same."""
        self._keep_one(AppealDecided(person_id, upheld), operator, "appeal.decided", why)

    def erase(self, person_id: PersonId, operator: str, why: str) -> None:
        """Delete everything personal, the pictures of the person's alarms and the reports that the entry came of too;
        the numbers of the changes stay.

        Raises TracesLeft when the entry is erased, but another program keeps the database from overwriting its log.
        """
        operator = checked_operator(operator)
        with self._database.writing():
            must_be_own(self._must_be_kept(person_id))
            self._must_not_name(person_id, why)
            self._erase(person_id, operator, why)
        if not self._database.wipe_log():
            raise TracesLeft("the entry is erased, but another program is still reading the database's log")

    def purge_expired(self, today: date, grace: timedelta) -> int:
        """Erase, as `erase` does, whoever expired or was revoked longer than `grace` ago. Returns how many.

        Shared entries are their authority's to end.
        """
        with self._database.writing():
            over = self._over(today - grace)
            with self._ledger.written(frozenset(person_id for person_id, _ in over), self._clock()):
                for person_id, _ in over:
                    self._erase(person_id, PROGRAM, f"expired more than {grace.days} days ago")
        if over:
            self._database.wipe_log()  # where another program is reading it goes with the next purge
        return len(over)

    def day_of(self, moment: datetime) -> date:
        """The day it is then at the site."""
        return moment.astimezone(self._clock().tzinfo).date()

    def oldest_ended(self, today: date) -> datetime | None:
        """When the entry ended that has been over longest, of those that are still kept; None for none."""
        ended = min((last for _, last in self._over(today)), default=None)
        zone = self._clock().tzinfo
        return None if ended is None else datetime.combine(ended + timedelta(days=1), time(), zone)

    def _over(self, day: date) -> list[tuple[PersonId, date]]:
        """Whose last day on the list, that before they were revoked or else the entry's own, was before this one; and
        which that was."""
        sql = (
            "SELECT person_id, until, revoked_at FROM entries WHERE state <> ? AND list_id = '' "
            "AND (until < ? OR revoked_at IS NOT NULL) ORDER BY person_id"
        )
        over = []
        for row in self._database.rows(sql, (str(EntryState.ERASED), day.isoformat())):
            last = date.fromisoformat(row["until"])
            if row["revoked_at"] is not None:
                last = min(last, self.day_of(from_text(row["revoked_at"])) - timedelta(days=1))
            if last < day:
                over.append((PersonId(row["person_id"]), last))
        return over

    def _erase(self, person_id: PersonId, operator: str, why: str) -> None:
        self._keep([PersonErased(person_id)], operator, what="person.erased", subject=person_id, why=why)
        self._blobs.drop_all_of(person_id)
        forget_captures_of(person_id, self._database)
        drop_rejections_of(person_id, self._database)
        forget_told_of(person_id, self._database)
        forget_reports_of(person_id, self._database)
