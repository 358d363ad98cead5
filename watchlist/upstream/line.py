"""One telling to a hub over HTTP, and what its answer means."""

from typing import Any

import httpx

from records.shapes import arguments_to_json
from records.wire import NotUnderstood
from watchlist.feed.client.asking import HubLine
from watchlist.feed.errors import FeedError, HubAway
from watchlist.hub.http.calls import BY_NAME
from watchlist.hub.http.wire import SHAPES
from watchlist.upstream.errors import DeliveryRefused, HubCannotHear, HubStumbled
from watchlist.upstream.values import Beat, BeatHeard, Delivered, Delivery

MOST_ANSWER_BYTES = 256 * 1024
_NEVER = (httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT, httpx.codes.REQUEST_ENTITY_TOO_LARGE)
_UNKNOWN = (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED)


class UpstreamLine(HubLine):
    """Telling raises HubAway and NodeRefused as asking does; DeliveryRefused, HubStumbled, HubCannotHear."""

    async def deliver(self, delivery: Delivery) -> Delivered:
        answer: Delivered = await self._tell("deliver_alarms", delivery=delivery)
        return answer

    async def beat(self, beat: Beat) -> BeatHeard:
        answer: BeatHeard = await self._tell("beat", beat=beat)
        return answer

    async def _tell(self, name: str, **arguments: object) -> Any:
        call = BY_NAME[name]
        headers = {"Content-Type": "application/json"}
        request = self._client.build_request(
            call.verb, call.path, content=arguments_to_json(arguments), headers=headers
        )
        body = bytearray()
        async with self._answered(request) as response:
            async for piece in self._pieces(response):
                body += piece
                if len(body) > MOST_ANSWER_BYTES:
                    raise HubAway("the hub's answer does not end")
        try:
            return SHAPES.answer_from_json(call.shape, bytes(body))
        except NotUnderstood as error:
            raise HubAway("the hub's answer was cut short, or is none") from error

    async def _failure(self, response: httpx.Response) -> FeedError:
        status = response.status_code
        if status not in (*_NEVER, *_UNKNOWN, httpx.codes.INTERNAL_SERVER_ERROR):
            return await super()._failure(response)
        why, hint = await self._words_of(response)
        words = f"(status {status}{f': {why}' if why else ''})"
        if status in _NEVER:
            return DeliveryRefused(f"the hub does not take this {words}", hint)
        if status in _UNKNOWN:
            return HubCannotHear(f"the hub does not know this call {words}")
        return HubStumbled(f"the hub fails at this {words}")
