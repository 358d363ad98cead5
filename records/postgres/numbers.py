"""Numbers as SQLite answers them: the sum of whole numbers is one, and no Decimal."""

import psycopg
from psycopg.abc import Buffer
from psycopg.rows import DictRow
from psycopg.types.numeric import NumericBinaryLoader


class _PlainNumber(NumericBinaryLoader):
    def load(self, data: Buffer) -> int | float:  # type: ignore[override]
        number = super().load(data)
        return int(number) if number == number.to_integral_value() else float(number)


def use_plain_numbers(connection: psycopg.Connection[DictRow]) -> None:
    connection.adapters.register_loader("numeric", _PlainNumber)
