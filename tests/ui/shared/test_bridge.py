from threading import Thread, current_thread, main_thread

from pytestqt.qtbot import QtBot

from ui.shared.bridge import Bridge


def test_what_a_thread_tells_is_drawn_later_on_the_screens_own_thread_and_in_order(qtbot: QtBot) -> None:
    bridge, drawn = Bridge(), []
    bridge.connect_view(lambda value: drawn.append((value, current_thread())))

    def tell() -> None:
        for number in range(3):
            bridge.publish(number)

    teller = Thread(target=tell)
    teller.start()
    teller.join()
    assert drawn == []
    qtbot.waitUntil(lambda: len(drawn) == 3)
    assert drawn == [(number, main_thread()) for number in range(3)]
