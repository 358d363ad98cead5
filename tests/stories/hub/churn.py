"""Changes of a list without end, the same for the same seed: people come, are stopped, go on, and go."""

import random
from collections.abc import Callable
from datetime import timedelta

from scripts.site_time import today
from tests.stories.hub.nodes import listed_at
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

FIRST_NUMBER = 1_000
"""Photographs are made of numbers: these are nobody else's."""


class Churn:
    def __init__(self, store: WatchlistStore, seed: int) -> None:
        self._store = store
        self._random = random.Random(seed)
        self._number = FIRST_NUMBER
        self._ringing: list[PersonId] = []
        self._stopped: list[PersonId] = []
        self._acts: list[tuple[int, Callable[[], None]]] = [
            (40, self._list),
            (40, self._extend),
            (12, self._suspend),
            (8, self._resume),
            (4, self._revoke),
            (6, self._erase),
        ]

    def until(self, revision: int) -> None:
        weights, acts = zip(*self._acts, strict=True)
        while self._store.revision < revision:
            [act] = self._random.choices(acts, weights)
            act()

    def _list(self) -> None:
        self._number += 1
        self._ringing.append(listed_at(self._store, self._number))

    def _extend(self) -> None:
        if self._ringing:
            until = today() + timedelta(days=self._random.randrange(1, 300))
            person_id = self._random.choice(self._ringing)
            self._store.extend(person_id, until, "li.na")
            entry = self._store.entry(person_id)
            if entry is not None and entry.has_waiting:
                self._store.approve(person_id, "wang.wei")

    def _suspend(self) -> None:
        if self._ringing:
            self._stopped.append(self._taken(self._ringing))
            self._store.suspend(self._stopped[-1], "wang.wei")

    def _resume(self) -> None:
        if self._stopped:
            self._ringing.append(self._taken(self._stopped))
            self._store.resume(self._ringing[-1], "wang.wei")

    def _revoke(self) -> None:
        if self._ringing:
            self._store.revoke(self._taken(self._ringing), "wang.wei", "it was somebody else")

    def _erase(self) -> None:
        if self._ringing:
            self._store.erase(self._taken(self._ringing), "chen", "asked for")

    def _taken(self, people: list[PersonId]) -> PersonId:
        return people.pop(self._random.randrange(len(people)))
