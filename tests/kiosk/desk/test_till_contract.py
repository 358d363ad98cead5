"""Every desk under one contract: the fake, the real one on each database, and the real one over HTTP."""

from collections.abc import Iterator

import pytest

from kiosk.desk.http.client import HttpDesk
from kiosk.desk.keys import KeyKind, new_key
from scripts.hub.application import application
from tests.kiosk.desk.contract_papers import PapersContract
from tests.kiosk.desk.contract_till import TillContract
from tests.kiosk.desk.http_hand import running
from tests.kiosk.desk.till_world import FakeWorld, SiteWorld, TillWorld


class DeskContract(TillContract, PapersContract):
    """All that a desk must keep besides its appointment book."""


class TestFakeDesk(DeskContract):
    @pytest.fixture
    def till(self) -> FakeWorld:
        return FakeWorld()


class TestSiteDesk(DeskContract):
    """On SQLite's file and on PostgreSQL."""

    @pytest.fixture
    def till(self, desk_url: str) -> Iterator[SiteWorld]:
        world = SiteWorld(desk_url)
        yield world
        world.close()


class TestSiteDeskOverHttp(DeskContract):
    """As kiosks and channels have it: by the hub's application and the client, each with its own key."""

    @pytest.fixture
    def till(self) -> Iterator[TillWorld]:
        world = SiteWorld("sqlite://")
        clients: dict[str, HttpDesk] = {}
        with running(application(world.open, "simulator")) as url:

            def seen_by(channel: str) -> HttpDesk:
                if channel not in clients:
                    kind = KeyKind.KIOSK if channel == "kiosk" else KeyKind.CHANNEL
                    key, written = new_key(f"k-{channel}", channel, kind, channel.encode().ljust(32))
                    world.open.keys.put(key, "staff")
                    clients[channel] = HttpDesk(url, written)
                return clients[channel]

            world.desk = seen_by("kiosk")
            world.seen_by = seen_by  # type: ignore[method-assign]
            yield world
            for client in clients.values():
                client.close()
        world.close()
