"""Who logs in at a hub that nothing here vouches for."""

import ssl
from pathlib import Path

import pytest

from tests.watchlist.announcing.authority import certify
from watchlist.feed.client.fake_hub import FakeHub
from watchlist.hub.errors import HubAway
from watchlist.hub.http.client import log_in


def test_a_hub_whose_certificate_nobody_here_trusts_is_named_with_what_to_do(tmp_path: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certify(tmp_path))
    with FakeHub(tls=tls) as hub, pytest.raises(HubAway, match="no secure connection") as away:
        log_in(hub.url, "reviewer", "a long pass phrase", None)
    assert "--ca-file" in away.value.hint
