"""The demonstration's desk: a real hub of its own, and a network that the hand can cut."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from kiosk.desk.http.client import HttpDesk
from kiosk.errors import DeskAway
from scripts.demo.stage import Stage
from scripts.errors import DemoFailed

PAY_WITHIN_S = 3.0


class CuttableDesk(HttpDesk):
    """The hand sets `is_away`: then nothing reaches the desk any more."""

    is_away = False

    def ask(self, name: str, /, **arguments: object) -> Any:
        self._reach()
        return super().ask(name, **arguments)

    def change(self, name: str, repeat_key: str, /, **arguments: object) -> Any:
        self._reach()
        return super().change(name, repeat_key, **arguments)

    def _reach(self) -> None:
        if self.is_away:
            raise DeskAway("the demonstration cut the line to the desk")


@contextmanager
def demo_hub(stage: Stage, photos: Path) -> Iterator[tuple[CuttableDesk, str]]:
    """A hub with a drawn hospital, as a kiosk asks it, and its address. Raises DemoFailed when it does not start."""
    key = stage.folder / "kiosk.key"
    stage.run("desk", "sample", "--photos", str(photos))
    stage.run("desk", "key", "new", "kiosk-demo", "--kind", "kiosk", "--operator", "demo", "--out", str(key))
    with stage.running("hub", "--rehearse", "--port", "0") as events:
        told = next(events, None)
        if told is None or told.get("event") != "listening":
            raise DemoFailed("the hub did not start")
        with CuttableDesk(told["url"], key.read_text(encoding="utf-8")) as desk:
            yield desk, told["url"]


def pay(url: str, qr_text: str) -> None:
    """As a telephone would. A hub that is away, or has been paid already, takes nothing."""
    with suppress(httpx.HTTPError):
        httpx.post(f"{url}/simulator/pay", json={"qr_text": qr_text}, timeout=PAY_WITHIN_S, trust_env=False)
