"""Questions that come together are answered together."""

import asyncio
from collections.abc import Coroutine, Sequence

import pytest

from watchlist.hub.http.together import Together


class Oracle:
    """Answers each word in capitals, once it may; refuses "no", and everything of a round with "broken" in it."""

    def __init__(self) -> None:
        self.rounds: list[list[str]] = []
        self.may = asyncio.Event()

    async def answer(self, asked: Sequence[str]) -> list[str | Exception]:
        self.rounds.append(list(asked))
        await self.may.wait()
        if "broken" in asked:
            raise OSError("broken")
        return [KeyError(one) if one == "no" else one.upper() for one in asked]


def play(scene: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 12))


async def asked_in_turn(together: Together[str, str], *words: str) -> list["asyncio.Task[str]"]:
    asking = []
    for word in words:
        asking.append(asyncio.create_task(together.ask(word)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    return asking


def test_what_comes_while_an_answer_is_made_is_answered_by_the_next_and_never_by_that_one() -> None:
    async def scene() -> None:
        oracle = Oracle()
        together = Together(oracle.answer)
        asking = await asked_in_turn(together, "a", "b", "c")
        assert oracle.rounds == [["a"]]
        oracle.may.set()
        assert await asyncio.gather(*asking) == ["A", "B", "C"]
        assert oracle.rounds == [["a"], ["b", "c"]]
        assert await together.ask("d") == "D"

    play(scene())


def test_each_gets_their_own_failure_and_a_broken_round_fails_for_those_in_it() -> None:
    async def scene() -> None:
        oracle = Oracle()
        together = Together(oracle.answer)
        asking = await asked_in_turn(together, "a", "no", "b")
        oracle.may.set()
        first, second, third = await asyncio.gather(*asking, return_exceptions=True)
        assert (first, type(second), third) == ("A", KeyError, "B")
        with pytest.raises(OSError, match="broken"):
            await together.ask("broken")
        assert await together.ask("e") == "E"

    play(scene())


def test_who_goes_while_waiting_is_not_missed() -> None:
    async def scene() -> None:
        oracle = Oracle()
        together = Together(oracle.answer)
        asking = await asked_in_turn(together, "a", "b", "c")
        asking[1].cancel()
        await asyncio.sleep(0)
        oracle.may.set()
        assert [await asking[0], await asking[2]] == ["A", "C"]

    play(scene())
