"""While a list is taken nobody else keeps anything: what is done meanwhile is little."""

from pathlib import Path

import pytest

from records.database import Row, Values
from tests.watchlist.feed_store.homes import Authority, Follower
from tests.watchlist.store_hand import photo

PEOPLE = 50


def test_of_a_newcomer_little_is_asked_and_nothing_sealed_while_the_database_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, home = Authority(tmp_path / "hub.db"), Follower(tmp_path / "home.db", tmp_path)
    hub.begin()
    for number in range(PEOPLE):
        hub.store.approve(hub.propose(f"name {number}", photo(number)), "bob")
    home.join()
    lines = home.lines(hub.store)
    database, cipher = home.store._database, home.store._cipher
    execute, rows, insert, seal = database.execute, database.rows, database.insert, cipher.seal
    asked, sealed = list[str](), list[str]()

    def sealing(plain: bytes, purpose: str, row_id: str) -> bytes:
        if getattr(database, "_writes", False):
            sealed.append(row_id)
        return seal(plain, purpose, row_id)

    def executed(sql: str, values: Values = ()) -> int:
        asked.append(sql)
        return execute(sql, values)

    def found(sql: str, values: Values = ()) -> list[Row]:
        asked.append(sql)
        return rows(sql, values)

    def inserted(table: str, row: Row) -> int:
        asked.append(table)
        return insert(table, row)

    for name, counted in (("execute", executed), ("rows", found), ("insert", inserted)):
        monkeypatch.setattr(database, name, counted)
    monkeypatch.setattr(cipher, "seal", sealing)
    assert home.receive(lines).complete
    assert len(asked) < 14 * PEOPLE
    assert [one for one in sealed if "/" in one] == [], "but photographs, which are large"
    home.close()
    hub.close()
