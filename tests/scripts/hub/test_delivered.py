"""What nodes told, at the hub's PC and at the watch's console."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from scripts.alarms import alarms
from scripts.command import Context
from scripts.errors import SettingsError
from scripts.following.delivering import upstream_told
from scripts.hub.list_store import open_list_store
from scripts.nodes.telling import standing_text
from scripts.site_time import today
from tests.scripts.hub.list_hand import AtTheHub, list_home
from tests.watchlist.store_hand import NOON, photo
from tests.watchlist.upstream.upstream_hand import STATED, a_beat, a_node, deliver, rings
from watchlist.hub.rights import NodeKind
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId
from watchlist.upstream.telling import AlarmsDelivered, AlarmSetAside, ClockOff, DeliveryLost, UpstreamEvent
from watchlist.upstream.values import NodeStanding, Word


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AtTheHub:
    return AtTheHub(list_home(tmp_path / "hub"), tmp_path, capsys)


@contextmanager
def the_store(hub: AtTheHub) -> Iterator[WatchlistStore]:
    with open_list_store(Context(hub.home)) as store:
        yield store


def test_what_was_delivered_is_listed_with_names_and_who_looked_is_on_record(hub: AtTheHub) -> None:
    hub.nodes("add", "west", "--kind", "watch", "--source", "第三医院")
    with the_store(hub) as store:
        day = today() + timedelta(days=9)
        entry = store.list_person("张三", "sold slots", day, "li", [photo(1)], **STATED)  # type: ignore[arg-type]
        store.approve(entry.person_id, "wang")
        with a_node([entry.person_id]) as node:
            rings(node, "a-1", entry.person_id)
            deliver(node, store, "west", now=store._clock())
    [visit] = hub.run(alarms, "list", "--delivered", "--operator", "chen")
    assert (visit["hospital"], visit["people"][0]["name"], visit["state"]) == ("第三医院", "张三", "raised")
    assert (visit["doors"][0]["node"], visit["doors"][0]["threshold"]) == ("west", 0.6)
    with the_store(hub) as store:
        newest = store.audit_records()[-1]
        assert (newest.who, newest.what, newest.detail) == ("chen", "delivered_alarms.looked_at", {"visits": 1})


def test_a_home_without_a_hub_has_none_delivered(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="serves no list"):
        alarms.main(["list", "--delivered"], "alarms", standalone_mode=False, obj=Context(tmp_path))
    with pytest.raises(click.UsageError, match="Missing command"):
        alarms.main([], "alarms", standalone_mode=False, obj=Context(tmp_path))


def test_nodes_are_listed_with_how_they_are(hub: AtTheHub) -> None:
    hub.nodes("add", "west", "--kind", "watch")
    with the_store(hub) as store:
        store.upstream.hear("west", a_beat(store._clock() + timedelta(hours=1), waiting=5))
    [told] = hub.nodes("list")
    assert (told["state"], told["clock_off_s"] > 3590, told["alarms_waiting"]) == ("heard", True, 5)
    assert told["cameras"] == {"北门": "live", "desk": "lost"}
    assert (told["lists"], told["behind"]) == ({"beijing": {"epoch": 1, "revision": 0}}, 0)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"word": Word.NEVER}, "NEVER HEARD"),
        ({"word": Word.NOT_EXPECTED}, "tells nothing of itself"),
        ({"word": Word.REVOKED, "revoked_at": NOON}, "REVOKED on 2026-08-01"),
        ({"word": Word.SILENT, "silent_s": 7300.0, "behind": 0}, "SILENT for 2 h; list up to date"),
        ({"word": Word.HEARD, "silent_s": 4.0}, "FOLLOWS NO LIST"),
        ({"word": Word.HEARD, "silent_s": 4.0, "waiting": 9_999}, "9999 alarm(s) wait"),
        ({"word": Word.HEARD, "silent_s": 4.0, "waiting": 10_000}, "10000 or more alarm(s) wait"),
        ({"word": Word.HEARD, "silent_s": 4.0, "clock_off_s": -3600.0}, "ITS CLOCK IS 60 min BEHIND"),
        ({"word": Word.HEARD, "silent_s": 4.0, "behind": 3, "waiting": 2}, "list 3 change(s) behind"),
    ],
)
def test_a_line_for_a_node(known: dict[str, Any], words: str) -> None:
    given: dict[str, Any] = {
        "node_id": "west",
        "kind": NodeKind.WATCH,
        "needs_photos": False,
        "source": "",
        "made_at": NOON,
    }
    assert words in standing_text(NodeStanding(**given, **known))


@pytest.mark.parametrize(
    ("event", "told", "words"),
    [
        (DeliveryLost("URL", "why", "do this"), {"state": "lost"}, "hint: do this"),
        (AlarmsDelivered("URL", 3), {"alarms": 3}, "3 alarm(s) that waited are at the hub"),
        (AlarmSetAside("URL", AlarmId("0123456789"), "why", "h"), {"state": "set aside"}, "takes alarm 01234567 never"),
        (ClockOff("URL", 3600.0), {"off_s": 3600.0}, "60 min ahead of the hub's"),
        (ClockOff("URL", -90.0), {"event": "clock"}, "90 s behind the hub's"),
        (ClockOff("URL", 0.0), {"off_s": 0.0}, "clock is the hub's again"),
    ],
)
def test_a_watch_says_what_becomes_of_its_alarms(event: UpstreamEvent, told: dict[str, Any], words: str) -> None:
    found, text = upstream_told(event)
    assert told.items() <= found.items()
    assert words in text
