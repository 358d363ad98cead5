"""The contract of the appointment book, on a hospital's FHIR interface."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.kiosk.desk.book_contract import BookContract
from tests.kiosk.desk.fhir_peer import FhirPeer
from tests.kiosk.desk.fhir_world import FhirWorld


class TestFhirBook(BookContract):
    @pytest.fixture
    def world(self, hospital_peer: FhirPeer) -> Iterator[FhirWorld]:
        """A server that gives three things a page."""
        hospital_peer.page_size = 3
        with closing(FhirWorld(hospital_peer)) as world:
            yield world
