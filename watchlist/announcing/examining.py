"""Whether a broker takes our messages, for the doctor: no listener is told anything."""

import time

from watchlist.announcing.errors import BrokerAway, PublishingDenied
from watchlist.announcing.link import Broker, BrokerLink
from watchlist.announcing.message import Message
from watchlist.announcing.waking import Waker

ANSWER_WITHIN_S = 5.0


def examine_broker(broker: Broker) -> str:
    """A sentence on what it did with a message at a topic that nobody needs. Raises AnnouncingError.

    `broker.client` is another than that of the program that announces, or the broker would throw that one out.
    """
    topic = f"{broker.address.prefix}/doctor"
    answers: list[str | None] = []
    link = BrokerLink(broker, lambda _number, refusal: answers.append(refusal))
    waker = Waker()
    try:
        link.open(waker)
        link.publish(1, Message(topic, b"online", topic, is_kept=False))
        deadline_s = time.monotonic() + ANSWER_WITHIN_S
        while not answers:
            if time.monotonic() > deadline_s:
                raise BrokerAway(f"{broker.address} does not say that it took a message")
            link.turn(waker, 0.1)
    finally:
        link.close()
        waker.close()
    if answers[0] is not None:
        raise PublishingDenied.by(broker.address, broker.user, topic, answers[0])
    return f"{broker.address} takes messages"
