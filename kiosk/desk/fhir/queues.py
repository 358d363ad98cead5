"""Queue numbers, counted by the hub: FHIR has nothing that counts."""

import sqlalchemy as sa

from kiosk.desk.fhir.tables import queue_numbers
from kiosk.desk.sql.site import Site


def next_number(site: Site, department_id: str, day: str) -> int:
    """Nobody else gets it. One that is not used after all is a gap in the row, no more."""

    def count(connection: sa.Connection) -> int:
        mine = sa.and_(queue_numbers.c.department_id == department_id, queue_numbers.c.day == day)
        change = queue_numbers.update().where(mine).values(last=queue_numbers.c.last + 1)
        number = connection.execute(change.returning(queue_numbers.c.last)).scalar_one_or_none()
        if number is None:
            # Two of them at once: the second finds the key taken, and its whole change is done again.
            connection.execute(queue_numbers.insert().values(department_id=department_id, day=day, last=1))
        return number or 1

    return site.database.change(count)
