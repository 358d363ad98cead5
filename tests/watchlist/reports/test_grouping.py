"""The groups against the plainest way of finding what hangs together, for any reports in any order."""

from collections.abc import Collection, Iterable

from hypothesis import given
from hypothesis import strategies as st

from watchlist.reports.grouping import LIKE, Threads, alike, parts
from watchlist.reports.likeness import words_of
from watchlist.reports.values import GroupId, ReportId

NAMED = st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=14)


def connected(named: Iterable[Collection[str]]) -> set[frozenset[int]]:
    """The groups of the reports 1, 2, ... by walking from each to all that share a trace."""
    groups: list[tuple[set[int], set[str]]] = []
    for report, traces in enumerate(named, start=1):
        mine, others = ({report}, set(traces)), []
        for group in groups:
            if group[1] & mine[1]:
                mine = (mine[0] | group[0], mine[1] | group[1])
            else:
                others.append(group)
        groups = [*others, mine]
    return {frozenset(reports) for reports, _ in groups}


def gathered(placed: dict[ReportId, GroupId]) -> set[frozenset[int]]:
    return {frozenset(one for one, group in placed.items() if group == which) for which in placed.values()}


def placed_one_by_one(named: list[frozenset[str]]) -> dict[ReportId, GroupId]:
    threads: Threads[str] = Threads()
    placed = {ReportId(n): threads.place(ReportId(n), traces) for n, traces in enumerate(named, start=1)}
    return {report: threads.within(group) for report, group in placed.items()}


@given(NAMED)
def test_groups_are_what_hangs_together(named: list[frozenset[str]]) -> None:
    assert gathered(placed_one_by_one(named)) == connected(named)


@given(NAMED, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(named: list[frozenset[str]], random: object) -> None:
    order = list(range(len(named)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = gathered(placed_one_by_one([named[place] for place in order]))
    back = {frozenset(order[report - 1] + 1 for report in group) for group in again}
    assert back == gathered(placed_one_by_one(named))


@given(NAMED)
def test_a_group_has_the_number_of_its_first_report(named: list[frozenset[str]]) -> None:
    placed = placed_one_by_one(named)
    assert all(group == min(int(one) for one in placed if placed[one] == group) for group in placed.values())


@given(NAMED, st.integers(0, 14))
def test_what_is_known_already_goes_on(named: list[frozenset[str]], cut: int) -> None:
    first: Threads[str] = Threads()
    placed = {ReportId(n): first.place(ReportId(n), some) for n, some in enumerate(named[:cut], start=1)}
    placed = {report: first.within(group) for report, group in placed.items()}
    second = Threads(first.leads())
    start = len(named[:cut]) + 1
    placed |= {ReportId(n): second.place(ReportId(n), some) for n, some in enumerate(named[cut:], start=start)}
    placed = {report: second.within(group) for report, group in placed.items()}
    assert placed == placed_one_by_one(named)


@given(NAMED)
def test_parts_without_a_trace_stay_together(named: list[frozenset[str]]) -> None:
    without = [traces - {"a"} for traces in named]
    placed = parts({ReportId(n): traces for n, traces in enumerate(without, start=1)})
    bare = frozenset(n for n, traces in enumerate(without, start=1) if not traces)
    strong = {group for group in connected(without) if not group & bare}
    assert gathered(placed) == strong | ({bare} if bare else set())


def test_the_oldest_group_that_reads_like_it() -> None:
    words = words_of("黑衣男子在门口拉人说五百块有专家号")
    near = words_of("黑衣男子在门口拉人，说五百块钱有专家号")
    far = words_of("停车场有人发名片")
    assert alike(words, {GroupId(7): near, GroupId(4): words, GroupId(1): far}) == 4
    assert alike(words, {GroupId(1): far}) is None
    assert alike(frozenset(), {GroupId(1): frozenset()}) is None
    assert 0 < LIKE < 1
