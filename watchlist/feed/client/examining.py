"""Whether a hub tells the list that it should, for whoever joins and for the doctor: nothing is kept."""

import asyncio

from watchlist.feed.client.asking import Hub, HubLine, Question
from watchlist.feed.client.patience import Patience
from watchlist.feed.following import Batch, Followed, take
from watchlist.feed.head import Head, head_from_bytes
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked


def examine_hub(
    hub: Hub, trust: Trust, after: tuple[int, int] | None = None, patience: Patience | None = None
) -> Head | None:
    """Where the hub's list stands, believed by `trust`. The whole list is read and judged, or with `after` its head
    alone; None where there is nothing newer.

    Raises FeedError or AddressRefused.
    """
    batch = asyncio.run(_asked(hub, Question(Asked(trust.list_id), after), patience or Patience()))
    if batch is None:
        return None
    known = trust.after(batch.keys)
    if after is None:
        return take(Followed(trust.list_id), known, batch).followed.head
    known.check(batch.head)
    return head_from_bytes(batch.head.document)


async def _asked(hub: Hub, question: Question, patience: Patience) -> Batch | None:
    async with HubLine(hub, patience) as line:
        return await line.fetch(question, lambda _: None)
