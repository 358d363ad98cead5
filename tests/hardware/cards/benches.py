"""One hand for every kind of reader, so that the same test bodies hold for all of them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from typing import Protocol

from hardware.cards.events import CardData, CardKind
from hardware.cards.fake import FakeCardReader
from hardware.cards.id_bridge import IdBridgeReader
from hardware.cards.id_bridge_address import bridge_address
from hardware.cards.id_bridge_standin import StandInBridge
from hardware.cards.pcsc import PcscReader
from hardware.cards.protocol import CardReader
from tests.hardware.cards.chips import visit_chip
from tests.hardware.cards.pcscd_peer import READERS, PcscDaemon
from tests.hardware.cards.virtual_card import VirtualCard

VISIT = CardData(CardKind.VISIT, "V0012345678", "张伟", date(1980, 2, 29))
OTHER_VISIT = CardData(CardKind.VISIT, "V0087654321", "李娜", date(2019, 12, 1))
IDENTITY = CardData(CardKind.ID, "11010519491231002X", "张伟", date(1949, 12, 31), b"\xff\xd8\xff picture")
OTHER_IDENTITY = CardData(CardKind.ID, "440524188001010014", "李娜", date(1880, 1, 1))


class Bench(Protocol):
    """A reader nobody listens to yet, two cards it can read, and the hand."""

    @property
    def reader(self) -> CardReader: ...
    @property
    def card(self) -> CardData: ...
    @property
    def other_card(self) -> CardData: ...
    def insert(self, card: CardData) -> None: ...
    def insert_upside_down(self) -> None: ...
    def pull(self) -> None: ...
    def lose(self) -> None: ...
    def come_back(self) -> None:
        """A card that was in it is still in it."""


class FakeBench:
    card, other_card = VISIT, OTHER_VISIT

    def __init__(self) -> None:
        self.reader = FakeCardReader("reader")
        self.insert = self.reader.insert
        self.insert_upside_down = self.reader.insert_upside_down
        self.pull = self.reader.pull
        self.lose = self.reader.lose
        self.come_back = self.reader.come_back


class PcscBench:
    card, other_card = VISIT, OTHER_VISIT

    def __init__(self, daemon: PcscDaemon) -> None:
        self._daemon = daemon
        self._in: VirtualCard | None = None
        self._told: tuple[CardData, bool] | None = None
        self.reader = PcscReader("reader", READERS[0])

    def insert(self, card: CardData) -> None:
        self._put(card, False)

    def insert_upside_down(self) -> None:
        self._put(self.card, True)

    def pull(self) -> None:
        self._told = None
        self.let_go()

    def lose(self) -> None:
        self._daemon.kill()
        self.let_go()

    def come_back(self) -> None:
        self._daemon.start()
        if self._told is not None:
            self._put(*self._told)

    def let_go(self) -> None:
        if self._in is not None:
            self._in.pull()
            self._in = None

    def _put(self, card: CardData, is_mute: bool) -> None:
        self._told = card, is_mute
        self._in = self._daemon.insert(visit_chip(card.number, card.name, card.born_on), is_mute=is_mute)


class BridgeBench:
    card, other_card = IDENTITY, OTHER_IDENTITY

    def __init__(self, bridge: StandInBridge) -> None:
        self.reader = IdBridgeReader("reader", bridge_address(bridge.url + "&stays_s=0.2"), ask_every_s=0.02)
        self._bridge = bridge
        self.insert = bridge.place
        self.pull = bridge.lift
        self.lose = bridge.go_away
        self.come_back = bridge.come_back

    def insert_upside_down(self) -> None:
        """An identity card has no wrong side for an antenna; one that is read wrongly is as bad."""
        self._bridge.place(replace(self.card, number="110105194912310021"))


@contextmanager
def fake_bench() -> Iterator[Bench]:
    bench = FakeBench()
    with closing(bench.reader):
        yield bench


@contextmanager
def pcsc_bench(daemon: PcscDaemon) -> Iterator[Bench]:
    bench = PcscBench(daemon)
    try:
        with closing(bench.reader):
            yield bench
    finally:
        bench.let_go()


@contextmanager
def bridge_bench() -> Iterator[Bench]:
    with StandInBridge() as bridge:
        bench = BridgeBench(bridge)
        with closing(bench.reader):
            yield bench
