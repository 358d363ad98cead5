"""Requests made by hand to a post that is served."""

from typing import Any

import httpx

from tests.watchlist.post.worlds import GUARD, KEY, PINS, LocalWorld
from watchlist.post.http.service import PostService
from watchlist.post.http.telling import PREFIX, SESSION
from watchlist.post.values import Pin


class Asker:
    """Requests made by hand, with the key and a session."""

    def __init__(self, world: LocalWorld, service: PostService, url: str) -> None:
        self.world = world
        self.service = service
        self.url = url
        self.client = httpx.Client(timeout=30, trust_env=False)
        self.log_in()

    def log_in(self) -> None:
        self.token = self.world.post.log_in(Pin(GUARD, PINS[GUARD])).token

    def ask(self, verb: str, path: str, key: str | None = KEY, **more: Any) -> httpx.Response:
        headers = {SESSION: self.token} | ({"Authorization": f"Bearer {key}"} if key is not None else {})
        return self.client.request(
            verb, f"{self.url}{PREFIX}/{path}", headers=headers | more.pop("headers", {}), **more
        )
