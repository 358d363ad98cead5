"""A list in one sealed file, for sites without a network: the lines of a transfer, in chunks.

Importing goes on where it was cut: chunks that are whole and right are kept aside, still sealed, until all are there.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from records.canonical import Json
from records.errors import SealedFileRefused
from records.pass_seal import Cost, Header, Seal
from records.sealed_file import Advance, gather, no_progress, read_header, sealed_file, unsealed_with
from watchlist.feed.errors import BundleDamaged
from watchlist.feed.following import Batch
from watchlist.feed.head import MOST_EPOCH, Head, head_from_bytes
from watchlist.feed.reading import check_list_id, check_number
from watchlist.feed.wire.transfer import Asked, Attachment, TransferReader

KIND = "gatehouse bundle 1"


@dataclass(frozen=True, slots=True)
class About:
    """What anybody may read of a bundle: which list, and how new it is at least."""

    list_id: str
    epoch: int
    seq: int

    def __post_init__(self) -> None:
        check_list_id(self.list_id)
        check_number(self.epoch, "epoch", 1, MOST_EPOCH)
        check_number(self.seq, "seq", 0)

    @classmethod
    def of(cls, head: Head) -> "About":
        return cls(head.list_id, head.epoch, head.seq)

    def is_told_by(self, head: Head) -> bool:
        """The list may have changed while it was exported."""
        return (head.list_id, head.epoch) == (self.list_id, self.epoch) and head.seq >= self.seq


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is whole, at `path`."""

    path: Path
    about: About
    _seal: Seal

    def read(self, asked: Asked, aside: Callable[[Attachment], None]) -> Batch:
        """Attachments go `aside` as they come, one after the other.

        Raises BundleDamaged, SealedFileDamaged, and what `TransferReader` raises.
        """
        reader = TransferReader(asked)
        for chunk in unsealed_with(self.path, self._seal):
            for attachment in reader.feed(chunk):
                aside(attachment)
        batch = reader.end()
        if not self.about.is_told_by(head_from_bytes(batch.head.document)):
            raise BundleDamaged("the bundle is not of the list and revision that it says")
        return batch


def write_bundle(path: Path, about: About, lines: Iterable[bytes], pass_phrase: str, cost: Cost | None = None) -> None:
    """The lines of one transfer, sealed; the file exists whole or not at all, and replaces one that is there.

    Raises PassphraseRefused, StorageFull or StorageRefused.
    """
    with sealed_file(path, KIND, cast("dict[str, Json]", asdict(about)), pass_phrase, cost) as writer:
        for line in lines:
            writer.write(line)


def read_about(path: Path) -> About:
    """Which list and how new, without the pass phrase; believed only when the bundle is read.

    Raises SealedFileRefused."""
    return _about(read_header(path, KIND))


def gather_bundle(source: Path, aside: Path, pass_phrase: str, advance: Advance = no_progress) -> Bundle:
    """Copy the bundle to `aside`, checking every chunk, and go on where an earlier try was cut.

    Raises as `records.sealed_file.gather`. Whoever has taken the bundle deletes `aside`.
    """
    seal = gather(source, KIND, aside, pass_phrase, advance)
    return Bundle(aside, _about(seal.header), seal)


def _about(header: Header) -> About:
    plain = dict(header.about)
    list_id, epoch, seq = (plain.pop(name, None) for name in ("list_id", "epoch", "seq"))
    if not isinstance(list_id, str) or type(epoch) is not int or type(seq) is not int or plain:
        raise SealedFileRefused("the bundle does not say which list it is")
    try:
        return About(list_id, epoch, seq)
    except ValueError as error:
        raise SealedFileRefused(f"the bundle does not say which list it is: {error}") from error
