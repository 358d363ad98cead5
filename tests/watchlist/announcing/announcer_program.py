"""A program that announces one camera until it is killed: its arguments are the port and the file of the password."""

import sys
import threading
from pathlib import Path

from tests.watchlist.announcing.mosquitto_peer import PREFIX, USER
from tests.watchlist.announcing.views import camera, overview
from watchlist.announcing.address import BrokerAddress
from watchlist.announcing.link import Broker
from watchlist.announcing.mqtt import MqttAnnouncer

if __name__ == "__main__":
    port, password_file = int(sys.argv[1]), Path(sys.argv[2])
    announcer = MqttAnnouncer(Broker(BrokerAddress("127.0.0.1", port, False, PREFIX), USER, password_file))
    announcer.listen(lambda _: None)
    announcer.show(overview(camera()))
    threading.Event().wait()
