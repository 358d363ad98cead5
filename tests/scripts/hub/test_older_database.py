"""An old hub.db that was copied back by hand: the hub notices when it starts and every hour, and nobody comes back."""

import os
import shutil
from datetime import UTC, datetime

import pytest

from scripts.command import Context
from scripts.hub.list_store import LIST_FILE
from scripts.hub.listing import list_part
from scripts.hub.opening import cipher_of
from scripts.hub.settings import HubTree
from tests.scripts.list_world import ListWorld, ringing
from watchlist.erasure_ledger import add_lines


def test_who_was_erased_does_not_come_back(list_world: ListWorld, capsys: pytest.CaptureFixture[str]) -> None:
    list_world.begin()
    database, copy = list_world.hub / LIST_FILE, list_world.folder / "copy"
    gone, meanwhile, _ = list_world.listed(1, 2, 3)
    shutil.copy(database, copy)
    list_world.erased(gone)
    shutil.copy(copy, database)
    with list_world.at_hub() as store:
        assert ringing(store) == {"Person-1", "Person-2", "Person-3"}

    context = Context(list_world.hub)
    with list_part(context, context.settings_of(HubTree)) as part:
        told = capsys.readouterr().err
        assert "older than its ledger" in told and "1 person(s)" in told and "hint:" in told
        with list_world.at_hub() as store:
            assert ringing(store) == {"Person-2", "Person-3"}
        cipher = cipher_of(list_world.hub, "", os.environ)
        add_lines(database.with_suffix(".erased"), [meanwhile], datetime.now(UTC), cipher)
        part.keep_up()
        assert "older than its ledger" in capsys.readouterr().err
        with list_world.at_hub() as store:
            assert ringing(store) == {"Person-3"}
    with list_part(context, context.settings_of(HubTree)):
        assert capsys.readouterr().err == ""
    assert list_world.type(list_world.hub, "audit", "verify")["intact"] is True
