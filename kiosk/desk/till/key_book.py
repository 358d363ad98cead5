"""The keys of kiosks and channels, as their SHA-256."""

import sqlalchemy as sa

from kiosk.desk.keys import DeskKey, KeyKind
from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.trails import note
from kiosk.desk.till.tables import desk_keys
from kiosk.desk.values import Actor
from kiosk.errors import KioskError


class SqlKeyBook:
    def __init__(self, site: Site) -> None:
        self._site = site

    def find(self, key_id: str) -> DeskKey | None:
        mine = sa.and_(desk_keys.c.id == key_id, desk_keys.c.ended_at.is_(None))
        with self._site.database.reading() as connection:
            row = connection.execute(sa.select(desk_keys).where(mine)).one_or_none()
        return None if row is None else DeskKey(row.id, row.name, KeyKind(row.kind), bytes(row.digest))

    def all(self) -> tuple[DeskKey, ...]:
        """Those in force, by name."""
        query = sa.select(desk_keys).where(desk_keys.c.ended_at.is_(None)).order_by(desk_keys.c.name, desk_keys.c.id)
        with self._site.database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(DeskKey(row.id, row.name, KeyKind(row.kind), bytes(row.digest)) for row in rows)

    def put(self, key: DeskKey, made_by: str) -> None:
        """`made_by` is who of the staff made it, for the trail."""
        row = {"id": key.id, "name": key.name, "kind": key.kind.value, "digest": key.digest}

        def put(connection: sa.Connection) -> None:
            connection.execute(desk_keys.insert().values(**row, made_at=to_seconds(self._site.now())))
            self._note(connection, "key made", key.id, made_by)

        self._site.database.change(put)

    def take_back(self, key_id: str, ended_by: str) -> None:
        """From now on it opens nothing. Raises KioskError for an unknown one."""
        mine = sa.and_(desk_keys.c.id == key_id, desk_keys.c.ended_at.is_(None))
        end = desk_keys.update().where(mine).values(ended_at=to_seconds(self._site.now()))

        def take_back(connection: sa.Connection) -> None:
            if not connection.execute(end).rowcount:
                raise KioskError(f"no key {key_id!r} is in force", "List them with 'gatehouse desk keys'.")
            self._note(connection, "key ended", key_id, ended_by)

        self._site.database.change(take_back)

    def _note(self, connection: sa.Connection, what: str, key_id: str, operator: str) -> None:
        note(connection, self._site.now(), what, key_id, self._site.channel.name, Actor(operator))
