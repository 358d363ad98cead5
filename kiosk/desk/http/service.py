"""One request to the desk from its key to its answer: who asks, how often, what, and then the work in a thread."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from kiosk.desk import wire
from kiosk.desk.http import failures, views
from kiosk.desk.http.calls import GET, Call
from kiosk.desk.http.doorkeeper import Doorkeeper
from kiosk.desk.http.guessing import Guessing
from kiosk.desk.http.limits import DeskLimits
from kiosk.desk.http.requests import body_of, repeat_key_of
from kiosk.desk.keys import DeskKey, KeyBook, KeyKind
from kiosk.desk.messages import MessageBox
from kiosk.desk.protocol import Desk
from kiosk.desk.values import PaySubject
from kiosk.errors import KioskError
from records.line import LineFull, ThreadLine
from records.rates import Buckets, Rate

Done = TypeVar("Done")
Accessed = Callable[[DeskKey, str, str], None]
"""`accessed(key, what, person_id)`: this key is about to be told something about this person; `what` is the name
of the call. Called in a thread. Raises DeskAway where it cannot be written down, and then nothing is told."""


class DeskService:
    """`desk_for` gives the desk as a channel ("kiosk" or a channel's name) sees it; `clock` is monotonic."""

    def __init__(
        self,
        desk_for: Callable[[str], Desk],
        keys: KeyBook,
        clock: Callable[[], float],
        limits: DeskLimits,
        messages: MessageBox | None = None,
        accessed: Accessed | None = None,
    ) -> None:
        self.limits = limits
        self._desk_for = desk_for
        self._keys = keys
        self._clock = clock
        self._messages = messages
        self._accessed = accessed
        self._doorkeeper = Doorkeeper(self._found, limits, clock)
        self._guessing = Guessing(limits, clock)
        self._buckets = Buckets()
        self._line = ThreadLine(limits.threads, limits.waiting)

    async def answer(self, call: Call, request: Request) -> Response:
        """Raises Failure."""
        key = await self._doorkeeper.key_of(request)
        self.keep_rate(f"key {key.id}", self.limits.of(key))
        if key.kind not in call.kinds:
            raise failures.wrong_kind()
        if request.method != call.verb:
            raise failures.wrong_verb(call.verb)
        if call.shape is Desk.photo_of:
            self.keep_rate(f"photographs {key.id}", self.limits.photographs)
        self._guessing.must_be_few(call, key)
        work = await self._work(call, key, request)
        try:
            value = await self.in_thread(work)
        except failures.Failure as failure:
            self._guessing.note(call, key, failure)
            raise
        return Response(wire.to_json(value), 200, failures.HEADERS, "application/json")

    def keep_rate(self, name: str, rate: Rate) -> None:
        wait_s = self._buckets.take(name, rate, self._clock())
        if wait_s:
            raise failures.too_often(wait_s)

    async def in_thread(self, work: Callable[[], Done]) -> Done:
        """What may block, in one of a bounded number of threads; nobody waits in an endless line."""
        try:
            return await self._line.done(work)
        except LineFull as error:
            raise failures.busy() from error
        except KioskError as error:
            raise failures.told(error) from error

    async def _found(self, key_id: str) -> DeskKey | None:
        return await self.in_thread(partial(self._keys.find, key_id))

    async def _work(self, call: Call, key: DeskKey, request: Request) -> Callable[[], Any]:
        arguments = await self._arguments(call, request)
        if hasattr(MessageBox, call.name):
            return partial(self._of_messages, call.name, key, arguments)
        if key.kind is KeyKind.CHANNEL and arguments.get("subject", PaySubject.BOOKING) is not PaySubject.BOOKING:
            raise failures.wrong_kind()
        # A key is the caller's own: two kiosks that make up the same one do not meet.
        repeat = (f"{key.name}/{repeat_key_of(request)}",) if call.is_change else ()
        return partial(self._of_desk, call, key, repeat, arguments)

    async def _arguments(self, call: Call, request: Request) -> dict[str, Any]:
        body = await body_of(request, self.limits.body_bytes, self.limits.body_within_s)
        try:
            if call.verb != GET:
                return wire.SHAPES.arguments_from_json(call.shape, body)
            if len(request.query_params.multi_items()) != len(request.query_params):
                raise failures.not_understood("an argument is given twice")
            return wire.SHAPES.arguments_from_query(call.shape, request.query_params)
        except wire.NotUnderstood as error:
            raise failures.not_understood(str(error)) from error

    def _of_desk(self, call: Call, key: DeskKey, repeat: tuple[str, ...], arguments: dict[str, Any]) -> Any:
        answer = getattr(self._desk_for(key.channel), call.name)(*repeat, **arguments)
        if call.opens and self._accessed is not None:
            self._accessed(key, call.name, arguments[call.opens])
        return views.as_told(call, key, answer)

    def _of_messages(self, name: str, key: DeskKey, arguments: dict[str, Any]) -> Any:
        if self._messages is None:
            return () if name == MessageBox.waiting.__name__ else None
        return getattr(self._messages, name)(key.channel, **arguments)
