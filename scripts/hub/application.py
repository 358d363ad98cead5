"""The hub's one web application: the desk, its health, the rehearsal's hand that pays, the guards' page, the list."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from hardware.errors import PaymentRefused
from hardware.payments.simulator import SimulatedPayments
from kiosk.desk.http.failures import HEADERS
from kiosk.desk.http.routes import desk_routes
from kiosk.desk.opening import OpenDesk

ASKED_ANEW_AFTER_S = 1.0


@dataclass(frozen=True, slots=True)
class ServedList:
    """`answers`: whether its database does; `age_s` is how old a followed list is, None where nothing was received,
    `nodes` how many of them are heard."""

    routes: Sequence[BaseRoute]
    answers: Callable[[], bool]
    age_s: Callable[[], float | None] | None = None
    nodes: Callable[[], Mapping[str, int]] = dict


def application(
    desk: OpenDesk,
    payment: str,
    hand: SimulatedPayments | None = None,
    guards: ASGIApp | None = None,
    listed: ServedList | None = None,
) -> Starlette:
    """`payment` is the kind of the settings; with `hand` anybody who reaches this server may pay with nothing.
    `guards` answers everything under /guard, `listed` is the list that is served as well."""
    parts = {"database": desk.answers} | ({"list": listed.answers} if listed else {})
    health = _Health(parts, payment, listed)
    routes: list[BaseRoute] = [Route("/healthz", health.answer, methods=["GET"]), *(listed.routes if listed else ())]
    if hand is not None:
        routes.append(Route("/simulator/pay", _Hand(hand).answer, methods=["POST"]))
    routes += desk_routes(
        desk.desk_for,
        desk.keys,
        time.monotonic,
        messages=desk.messages,
        notification=desk.payment_told,
        accessed=desk.accessed,
    )
    if guards is not None:
        routes += [Route("/guard", guards), Route("/guard/{rest:path}", guards)]
    return Starlette(routes=routes)


class _Health:
    """Asked without a key, so it says little, and asks the databases no more than once a second. An old list or a
    silent node is no fault of this hub's: it goes on telling."""

    def __init__(
        self,
        parts: Mapping[str, Callable[[], bool]],
        payment: str,
        listed: ServedList | None = None,
    ) -> None:
        self._parts = parts
        self._listed = listed
        self._of_list: dict[str, float | None] = {}
        self._told = {"version": version("gatehouse"), "payment": payment}
        self._asked_at = -ASKED_ANEW_AFTER_S
        self._found: dict[str, bool] = {}
        self._turn = asyncio.Lock()

    async def answer(self, _request: Request) -> Response:
        async with self._turn:  # whoever comes meanwhile is answered by the same look
            if time.monotonic() - self._asked_at >= ASKED_ANEW_AFTER_S:
                await self._ask()
        status = 200 if self._found and all(self._found.values()) else 503
        return JSONResponse({**self._told, **self._found, **self._of_list}, status, HEADERS)

    async def _ask(self) -> None:
        self._found = {name: await to_thread.run_sync(is_well) for name, is_well in self._parts.items()}
        if self._listed is not None:
            self._of_list |= await to_thread.run_sync(self._listed.nodes)
            if self._listed.age_s is not None:
                self._of_list["list_age_s"] = await to_thread.run_sync(self._listed.age_s)
        self._asked_at = time.monotonic()


class _Hand:
    def __init__(self, payments: SimulatedPayments) -> None:
        self._payments = payments

    async def answer(self, request: Request) -> Response:
        try:
            said = json.loads(await request.body())
            self._payments.pay_by_qr(str(said["qr_text"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            return JSONResponse({"error": 'send {"qr_text": ...}'}, 400, HEADERS)
        except PaymentRefused as error:
            return JSONResponse({"error": str(error)}, 409, HEADERS)
        return JSONResponse({"paid": True}, 200, HEADERS)
