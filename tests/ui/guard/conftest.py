"""A console on the screen before a post that misbehaves on request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.guard.front import GuardFront
from ui.guard.press import Press
from ui.guard.wording import TEXTS
from ui.shared.sound import FakeSpeaker
from ui.shared.texts import Texts
from watchlist.alarms.life import GuardId
from watchlist.post.console.state import SiteRules
from watchlist.post.fake import FakeGuard, FakePost
from watchlist.post.values import CandidateView, Guard, GuardRole, Sight
from watchlist.types import AlarmId, PersonId

ZONE = ZoneInfo("Asia/Shanghai")
ME, OTHER, CHIEF = GuardId("101"), GuardId("102"), GuardId("103")
SECRET = "Grace Hopper"
REASON = "sold slots at the desk"


@dataclass
class Clock:
    """Both clocks: seconds that only go forwards, and the post's day."""

    seconds: float = 1000.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(1_763_950_000 + self.seconds, UTC)


@dataclass
class Desk:
    """`front` with its post; what a guard does with keys and mouse."""

    front: GuardFront
    post: FakePost
    clock: Clock
    speaker: FakeSpeaker
    qtbot: QtBot
    devices: list[bool] = field(default_factory=lambda: [True])

    def pass_time(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.front.tick()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.front.window.focusWidget() or self.front.window, key, modifier)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.front.window.focusWidget() or self.front.window, words)

    def click(self, name: str) -> None:
        press = self.front.window.press_named(name)
        assert press is not None, f"no {name} among {[one.objectName() for one in self.presses()]}"
        QTest.mouseClick(press, Qt.MouseButton.LeftButton)

    def presses(self) -> list[Press]:
        return [press for press in self.front.window.findChildren(Press) if press.isVisible()]

    def words(self) -> str:
        """All that can be read."""
        labels = [label.text() for label in self.front.window.findChildren(QLabel) if label.isVisible()]
        return "\n".join([*labels, *(press.accessibleName() for press in self.presses())])

    def waits_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.words(), timeout=5000)

    def until(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=5000)

    def log_in(self, number: int = 0) -> None:
        self.until(lambda: self.front.state.overview is not None)
        for _ in range(number + 1):
            self.key(Qt.Key.Key_Down)
        self.type("1234")
        self.key(Qt.Key.Key_Return)
        self.until(lambda: self.front.state.shift is not None and self.front.state.shift.has_all)

    def ring(self, camera: str = "北门") -> AlarmId:
        person = CandidateView(PersonId("hopper"), SECRET, 0.62)
        alarm_id = self.post.raise_alarm(camera, person, captured=jpeg("red"), reasons=(REASON,), one_in=160)
        self.until(lambda: self.front.state.shift is None or self.front.state.shift.alarm(alarm_id) is not None)
        return alarm_id


def jpeg(colour: str) -> bytes:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"jpeg")).write(image)
    return bytes(buffer.data().data())


def settle() -> None:
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load(TEXTS, strict=True)


@pytest.fixture
def desk(qtbot: QtBot, texts: Texts) -> Iterator[Desk]:
    clock, speaker = Clock(), FakeSpeaker()
    guards = (
        FakeGuard(Guard(ME, "李娜"), "1234", "04A1"),
        FakeGuard(Guard(OTHER, "王芳"), "1234"),
        FakeGuard(Guard(CHIEF, "张伟", GuardRole.SUPERVISOR), "1234"),
    )
    post = FakePost(clock.now, guards, face=lambda _person: jpeg("blue"), view=lambda _camera: jpeg("green"))
    for camera in ("北门", "南门"):
        post.set_camera(camera, Sight.LIVE)
    devices = [True]
    front = GuardFront(
        post, SiteRules(), texts, ZONE, lambda: clock.seconds, speaker, lambda: devices[0], listens_s=0.1
    )
    front.window.resize(1366, 768)
    front.window.show()
    qtbot.addWidget(front.window)
    front.start()
    yield Desk(front, post, clock, speaker, qtbot, devices)
    post.let_go()
    front.close()
