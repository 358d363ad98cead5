"""The stores every test of the desk is run on."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.kiosk.desk.fhir_peer import FhirPeer, fhir_peer
from tests.kiosk.desk.fhir_world import FhirWorld
from tests.kiosk.desk.sql_world import SqlWorld
from tests.postgres_peer import PostgresPeer


@pytest.fixture(params=["sqlite", "postgresql"])
def desk_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: SQLite in a file with a Chinese name, and a real PostgreSQL."""
    if request.param == "postgresql":
        peer: PostgresPeer = request.getfixturevalue("postgres")
        return peer.new_database()
    return f"sqlite:///{tmp_path / '预约.db'}"


@pytest.fixture
def sql_world(desk_url: str) -> Iterator[SqlWorld]:
    """The contract's small hospital in such a database."""
    world = SqlWorld(desk_url)
    yield world
    world.close()


@pytest.fixture(scope="session")
def served_hospital() -> Iterator[FhirPeer]:
    with fhir_peer() as peer:
        yield peer


@pytest.fixture
def hospital_peer(served_hospital: FhirPeer) -> FhirPeer:
    """A hospital's FHIR system with nothing in it."""
    served_hospital.reset()
    return served_hospital


@pytest.fixture
def fhir_world(hospital_peer: FhirPeer) -> Iterator[FhirWorld]:
    """The contract's small hospital in it."""
    with closing(FhirWorld(hospital_peer)) as world:
        yield world
