"""Reports for tests: what people say, and the groups that come of it."""

from datetime import timedelta

from tests.watchlist.store_hand import NOON
from watchlist.reports.values import GroupState, NewReport, ReportId, Wanted
from watchlist.store import WatchlistStore

CALLS = "门口的人说打13800138000就有专家号"
WRITES = "加微信 huang666niu 能挂到号"
BOTH = "他的电话138 0013 8000，微信huang666niu"
MAN = "黑衣男子在北门口拉人，说五百块钱有专家号"
SAME_MAN = "黑衣男子北门口又在拉人，说五百块有专家号"


def a_report(text: str, place: str = "北门", minutes: int = 0, **more: object) -> NewReport:
    return NewReport(NOON - timedelta(days=1) + timedelta(minutes=minutes), place, text, **more)  # type: ignore[arg-type]


def add(store: WatchlistStore, *texts: str, place: str = "北门") -> tuple[ReportId, ...]:
    """One after the other, as from a kiosk."""
    return tuple(store.reports.add([a_report(text, place)], "kiosk").report_ids[0] for text in texts)


def gathered(store: WatchlistStore) -> set[frozenset[int]]:
    """The open groups, by the numbers of their reports."""
    found = store.reports.groups(GroupState.OPEN, 1000)
    groups = {one.group_id: frozenset(report.report_id for report in members(store, one.group_id)) for one in found}
    assert {group: len(reports) for group, reports in groups.items()} == {one.group_id: one.reports for one in found}
    return set(groups.values())


def members(store: WatchlistStore, group_id: int) -> list:  # type: ignore[type-arg]
    return store.reports.search(Wanted(group_id=group_id), "tester", 1000)  # type: ignore[arg-type]
