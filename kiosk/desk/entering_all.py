"""What a hospital's files say, entered as a whole: only what is new or has changed since the last time, or nothing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kiosk.desk.opening import OpenDesk
from kiosk.desk.sql.trails import note
from kiosk.desk.till.tables import imported
from kiosk.desk.values import Actor
from kiosk.errors import KioskError
from records.canonical import Json, to_json

_PURPOSE = "desk-imported"


class FilesRefused(KioskError):
    """Every fault, each with its place; nothing was entered."""

    hint = "Correct the files and import them again."

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} fault(s), nothing was entered:\n" + "\n".join(f"  {one}" for one in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Entry:
    """`where` it stands, all of its `content`, and how it is entered (KioskError: told with its place)."""

    sheet: str
    id: str
    where: str
    content: Mapping[str, Json]
    enter: Callable[[OpenDesk], None]


def enter_all(
    desk: OpenDesk, entries: Sequence[Entry], operator: str, advance: Callable[[int], None]
) -> dict[str, int]:
    """How many of each sheet were entered. Raises FilesRefused."""
    entered: Counter[str] = Counter()

    def enter(within: OpenDesk) -> None:
        entered.clear()
        faults: list[str] = []
        for entry in entries:
            try:
                entered[entry.sheet] += _enter_changed(within, entry)
            except KioskError as error:
                faults.append(f"{entry.where}: {error}")
            advance(1)
        if faults:
            raise FilesRefused(faults)
        _note(within, entered, operator)

    desk.change(enter)
    return dict(entered)


def _enter_changed(desk: OpenDesk, entry: Entry) -> bool:
    digest = desk.site.cipher.mac(to_json(entry.content).encode(), _PURPOSE)
    mine = sa.and_(imported.c.sheet == entry.sheet, imported.c.id == entry.id)
    with desk.site.database.writing() as connection:
        known = connection.execute(sa.select(imported.c.digest).where(mine)).scalar_one_or_none()
        if known == digest:
            return False
        entry.enter(desk)
        if known is None:
            connection.execute(imported.insert().values(sheet=entry.sheet, id=entry.id, digest=digest))
        else:
            connection.execute(imported.update().where(mine).values(digest=digest))
    return True


def _note(desk: OpenDesk, entered: Mapping[str, int], operator: str) -> None:
    site = desk.site
    with site.database.writing() as connection:
        for sheet, count in entered.items():
            if count:
                note(connection, site.now(), f"imported {sheet}", str(count), site.channel.name, Actor(operator))
