"""A stream of somebody else's making: GStreamer's RTSP server, digest authentication.

Opt in with GATEHOUSE_TEST_GSTREAMER=1, because it is 271 MB of Debian packages that CI does without:
apt-get install --no-install-recommends gstreamer1.0-rtsp gstreamer1.0-plugins-{base,good,bad,ugly} python3-gi
gir1.2-gst-rtsp-server-1.0
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from camera.errors import CameraLost, CameraRefused
from camera.sources.stream import StreamCamera

SWITCH = "GATEHOUSE_TEST_GSTREAMER"
PYTHON = "/usr/bin/python3"
"""The system's own, for which Debian packages the bindings."""

SERVER = """
import sys, gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory(shared=True)
factory.set_launch(
    "( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=1920,height=1080,framerate=25/1"
    " ! x264enc tune=zerolatency speed-preset=ultrafast bitrate=4000 key-int-max=50"
    " ! rtph264pay name=pay0 pt=96 config-interval=1 )"
)
factory.add_role_from_structure(Gst.Structure.new_from_string(
    "user, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"))
server.get_mount_points().add_factory("/live", factory)
auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
auth.set_supported_methods(2)
token.set_string("media.factory.role", "user")
auth.add_digest("guard", "right", token)
server.set_auth(auth)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
"""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([PYTHON, "-c", SERVER, str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield f"127.0.0.1:{port}"
    finally:
        server.kill()
        server.communicate()


def a_strange_server_is_watched_refuses_and_is_lost(host: str) -> None:
    source = StreamCamera(f"rtsp://guard:right@{host}/live", "door", time.monotonic)
    frames = [frame for frame, _ in zip(source, range(50), strict=False)]
    assert frames[-1].image.shape == (1080, 1920, 3)
    assert frames[-1].at - frames[0].at < 3
    source.close()
    with pytest.raises(CameraRefused):
        StreamCamera(f"rtsp://guard:wrong@{host}/live", "door", time.monotonic)
    with pytest.raises(CameraLost, match="no stream at"):
        StreamCamera(f"rtsp://guard:right@{host}/elsewhere", "door", time.monotonic)


if os.environ.get(SWITCH):
    test_a_strange_server_is_watched_refuses_and_is_lost = a_strange_server_is_watched_refuses_and_is_lost
