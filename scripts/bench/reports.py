"""`gatehouse bench reports`: as many drawn reports as a city gathers, imported and searched in a store of their own."""

import itertools
import os
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scripts.command import Context, pass_context

if TYPE_CHECKING:
    from watchlist.reports.book import ReportBook
    from watchlist.reports.values import NewReport

AT_ONCE = 2000
SCALPERS = 134
_START = datetime(2026, 1, 1, tzinfo=UTC)
_NOW = datetime(2026, 12, 31, tzinfo=UTC)
_PLACES = ("北门", "南门", "门诊大厅", "住院部", "挂号处", "地铁口", "停车场", "急诊")
_TOLD = (
    "有人问我要不要专家号，说五百块钱马上能进",
    "穿黑衣服的男的在门口拉人，说能弄到号",
    "大厅里一个女的发名片，上面写代挂号",
    "他说今天的号都卖完了，找他加价就有",
    "在排队的时候有人插话说可以加急看病",
    "网上看到的广告，说可以代抢专家的号",
)
_LETTERS = "今天明我妈看病排队很久医生护士保安票价钱卡号窗口楼层电梯黄牛态度凶狠高矮胖瘦男女老少"


@click.command("reports")
@click.option("--count", type=click.IntRange(min=AT_ONCE), default=600_000, show_default=True)
@pass_context
def reports(context: Context, count: int) -> None:
    """Import COUNT drawn reports about 134 scalpers, of which a quarter names no number, and search them."""
    from records.keys import DataKey
    from records.sealing import KeyedCipher
    from scripts.bench.attack.processes import resident_mb
    from watchlist.store import WatchlistStore

    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as scratch:
        file = Path(scratch) / "gatehouse.db"
        cipher = KeyedCipher(DataKey(secrets.token_bytes(32)))
        with WatchlistStore.open(file, cipher, lambda: _NOW, lambda: secrets.token_hex(16)) as store:
            with context.progress("reports", count) as advance:
                import_s = _import(store.reports, count, advance)
            told: dict[str, Any] = {"part": "reports", "reports": count, "import_s": round(import_s, 1)}
            told |= {
                "file_mb": round(file.stat().st_size / 1e6),
                "index_s": round(_search_s(store.reports, "紫色飞船"), 2),
            }
            told |= {name: _search_ms(store.reports, words) for name, words in _SEARCHES.items()}
            told["rss_mb"] = resident_mb(os.getpid())
        told["file_mb"] = round(file.stat().st_size / 1e6)
        told["open_s"] = round(_timed(lambda: WatchlistStore.open(file, cipher, lambda: _NOW, str).close()), 2)
    context.out(told, ", ".join(f"{name} {value}" for name, value in told.items()))


def drawn_reports(seed: int = 5) -> "Iterator[NewReport]":
    """Without an end; the same ones each time."""
    from watchlist.reports.values import NewReport

    rng = random.Random(seed)
    for number in itertools.count():
        at = _START + timedelta(seconds=40 * number)
        yield NewReport(at, rng.choice(_PLACES), _text(rng), "bench", key=str(number))


def phone_of(scalper: int) -> str:
    return f"138{scalper:04}8000"


def name_of(scalper: int) -> str:
    return f"huang{scalper:04}niu"


_SEARCHES = {
    "phone_ms": phone_of(7),
    "name_ms": name_of(7),
    "common_words_ms": "黄牛 排队",
    "rare_words_ms": "凶狠高矮胖",
    "no_such_words_ms": "紫色飞船",
}


def _text(rng: random.Random) -> str:
    scalper, kind = rng.randrange(SCALPERS), rng.random()
    more = "".join(rng.choices(_LETTERS, k=rng.randrange(5, 40)))
    phone = f"，电话{phone_of(scalper)}，" if kind < 0.55 else ""
    name = f"，微信 {name_of(scalper)}，" if 0.5 < kind < 0.75 else ""
    return f"{rng.choice(_TOLD)}{phone}{name}{more}"


def _import(book: "ReportBook", count: int, advance: Callable[[int], None]) -> float:
    drawn, took_s = drawn_reports(), 0.0
    for start in range(0, count, AT_ONCE):
        batch = list(itertools.islice(drawn, min(AT_ONCE, count - start)))
        took_s += _timed(lambda some=batch: book.add(some, "bench"))  # type: ignore[misc]
        advance(len(batch))
    return took_s


def _search_ms(book: "ReportBook", words: str, times: int = 5) -> float:
    return round(1000 * statistics.median(_search_s(book, words) for _ in range(times)), 1)


def _search_s(book: "ReportBook", words: str) -> float:
    from watchlist.reports.values import Wanted

    return _timed(lambda: book.search(Wanted(words), "bench"))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
