"""A home with a desk in it, for a hub in a process of its own."""

import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.desk.http.client import HttpDesk
from kiosk.desk.keys import KeyKind, new_key
from kiosk.desk.opening import OpenDesk
from kiosk.desk.sample import enter_sample
from kiosk.desk.sql.last_upkeep import believe
from scripts.command import SETTINGS_FILE
from scripts.hub.opening import open_desk
from scripts.hub.settings import DeskSettings


def desk_home(home: Path, database: str = "", payment: str = "", limits: str = "") -> Path:
    """With the drawn hospital; `payment` is a table of the settings as text, `limits` are lines of [desk.limits]."""
    home.mkdir(parents=True, exist_ok=True)
    more = f"[desk.limits]\nactive_bookings = 9\n{limits}\n{payment}"
    text = f"[desk]\ndatabase = {json.dumps(database)}\n{more}"
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    with open_desk(home, DeskSettings(database=database), environ=os.environ) as desk:
        enter_sample(desk, {})
    return home


def worked_at(home: Path, moment: datetime) -> None:
    """A hub kept this home's desk up at that moment, by its clock."""
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        believe(replace(desk.site, clock=lambda: moment), "test")


def kiosk_key(desk: OpenDesk, name: str = "kiosk-1") -> str:
    key, written = new_key(name, name, KeyKind.KIOSK, name.encode().ljust(32))
    desk.keys.put(key, "test")
    return written


def kiosk_key_of(home: Path, database: str = "", name: str = "kiosk-1") -> str:
    with open_desk(home, DeskSettings(database=database), environ=os.environ) as desk:
        return kiosk_key(desk, name)


def first_free(desk: HttpDesk, department: str = "eyes") -> str:
    """A slot that costs nothing and has a place."""
    for offer in desk.days(department, None):
        for slot in desk.slots(department, None, offer.day):
            if slot.left:
                return slot.id
    raise AssertionError("nothing is free")
