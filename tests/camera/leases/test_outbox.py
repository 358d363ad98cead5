"""Messages on their way to one reader."""

from threading import Event, Thread

from camera.leases.messages import CheckProgress, MirrorClosed, MirrorFrame, StartCheck, StopCheck
from camera.leases.outbox import Outbox


def frame(number: int) -> MirrorFrame:
    return MirrorFrame(number % 4, number, number / 25)


def sent(outbox: Outbox) -> list[object]:
    gone: list[object] = []
    outbox.finish()
    outbox.pour(gone.append)
    return gone


def test_messages_go_out_in_their_order() -> None:
    outbox = Outbox()
    for number in range(5):
        outbox.put(frame(number))
    assert sent(outbox) == [frame(number) for number in range(5)]
    assert outbox.ended


def test_of_the_newest_only_kinds_one_waits_and_nothing_else_is_dropped() -> None:
    outbox = Outbox((MirrorFrame, CheckProgress))
    closed = MirrorClosed("", "")
    for message in [frame(1), frame(2), closed, frame(3), frame(4)]:
        outbox.put(message)
    assert sent(outbox) == [closed, frame(4)]


def test_a_withdrawn_message_is_never_sent() -> None:
    outbox = Outbox()
    outbox.put(StartCheck("one", b"photograph"))
    outbox.withdraw(StartCheck)
    outbox.put(StopCheck())
    assert sent(outbox) == [StopCheck()]


def test_a_reader_who_lets_too_much_pile_up_is_given_up() -> None:
    outbox = Outbox(most=3)
    for number in range(4):
        outbox.put(frame(number))
    assert outbox.ended
    assert sent(outbox) == []


def test_putting_never_waits_for_a_reader_who_does_not_read() -> None:
    outbox = Outbox((MirrorFrame,))
    stuck, released = Event(), Event()

    def send(_message: object) -> None:
        stuck.set()
        released.wait()

    sender = Thread(target=outbox.pour, args=(send,))
    sender.start()
    outbox.put(frame(0))
    assert stuck.wait(10)
    for number in range(10_000):
        outbox.put(frame(number))
    outbox.cut()
    released.set()
    sender.join(10)
    assert not sender.is_alive()


def test_a_reader_who_is_gone_ends_the_sending() -> None:
    outbox = Outbox()
    outbox.put(frame(0))

    def send(_message: object) -> None:
        raise BrokenPipeError

    outbox.pour(send)
    assert outbox.ended
    outbox.put(frame(1))
    assert sent(outbox) == []
