"""Many questions, one trip to the store: what comes while an answer is made is answered together, by the next one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

AT_ONCE = 500

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """`answer` answers some questions in their order, each after it was asked; an exception among the answers is
    raised where its question was asked. Of one event loop."""

    def __init__(self, answer: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer | Exception]]]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._answering: asyncio.Task[None] | None = None

    async def ask(self, what: Asked) -> Answer:
        promised: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((what, promised))
        if self._answering is None or self._answering.done():
            self._answering = asyncio.create_task(self._answer_all())
        return await promised

    async def _answer_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            for (_, promised), answer in zip(some, await self._answers([what for what, _ in some]), strict=True):
                if promised.done():
                    continue  # whoever asked has gone
                if isinstance(answer, Exception):
                    promised.set_exception(answer)
                else:
                    promised.set_result(answer)

    async def _answers(self, some: Sequence[Asked]) -> Sequence[Answer | Exception]:
        try:
            return await self._answer(some)
        except Exception as error:  # noqa: BLE001 - a bug too is theirs who asked: they would wait for ever
            return [error] * len(some)
