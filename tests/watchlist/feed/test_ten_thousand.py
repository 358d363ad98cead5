"""A list as large as a city's: signed, sent, read, verified and taken."""

import time

from watchlist.feed.client.fake_authority import MODEL, FakeAuthority
from watchlist.feed.following import Followed, take
from watchlist.feed.wire.transfer import Asked, TransferReader

PEOPLE = 10_000
LIMIT_S = 30.0
"""Of the processor's time, on the slowest machine that tests run on; a PC needs a few seconds."""


def test_ten_thousand_entries_are_read_and_verified_in_seconds() -> None:
    authority = FakeAuthority()
    for number in range(PEOPLE):
        authority.put(f"p{number}")
    lines = list(authority.transfer())
    reader, attachments = TransferReader(Asked(authority.list_id, MODEL)), 0
    begun = time.process_time()
    for line in lines:
        attachments += len(reader.feed(line))
    read_s = time.process_time() - begun
    batch = reader.end()
    begun = time.process_time()
    taken = take(Followed(authority.list_id), authority.pinned().after(batch.keys), batch)
    take_s = time.process_time() - begun
    assert taken.complete
    assert attachments == len(taken.apply) == len(taken.keep) == PEOPLE
    assert read_s + take_s < LIMIT_S, f"read in {read_s:.2f} s, verified and taken in {take_s:.2f} s"
