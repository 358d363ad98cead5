"""`gatehouse evidence make`."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, operator_option, pass_context
from scripts.evidence.officer import privacy_officer
from scripts.guards.secrets_given import given_secret
from scripts.home_stores import HUB, of_option, one_store
from scripts.outfile import check_free
from scripts.site_time import zone_named

if TYPE_CHECKING:
    from records.canonical import Json
    from watchlist.dossier.manifest import Case, Manifest
    from watchlist.dossier.packing import Signing
    from watchlist.store import WatchlistStore
    from watchlist.types import Entry

_AT_ONCE = 1024 * 1024


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--person", metavar="NAME", help="Of this entry, with the reports it came of.")
@click.option("--group", "groups", type=click.IntRange(min=1), multiple=True, help="This group of reports; repeatable.")
@click.option("--case", "number", required=True, help="The case's number, as the police wrote it.")
@click.option("--why", required=True, help="What it is asked for, without the person's name: it is kept in clear.")
@click.option("--for", "recipient", required=True, help="Who gets it.")
@click.option("--account", "account_id", help="At a hub: your account, which must be a privacy officer's.")
@click.option(
    "--account-passphrase-file",
    "account_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the account's passphrase from this file's first line.",
)
@click.option(
    "--passphrase-file",
    "file_with_phrase",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the pass phrase that seals the package from this file's first line.",
)
@of_option
@operator_option
@pass_context
def make(
    context: Context,
    file: Path,
    person: str | None,
    groups: tuple[int, ...],
    number: str,
    why: str,
    recipient: str,
    account_id: str | None,
    account_file: Path | None,
    file_with_phrase: Path | None,
    of: str | None,
    operator: str | None,
) -> None:
    """Seal everything that is kept about an entry or about reports into FILE, under a pass phrase.

    At a hub only the privacy officer may: the account's passphrase is asked for first. The package's own pass phrase
    is asked for then (12 characters or more); tell it to the receiver by another way than the file. A hub that signs a
    list signs the package too. Who made it, why, for whom and its SHA-256 are kept on record, and every picture in it
    as looked at.
    """
    from watchlist.dossier.manifest import Case

    check_free(file, force=False)
    if not (person or groups):
        raise click.UsageError("name an entry with --person, or reports with --group")
    if not all(text.strip() for text in (number, why, recipient)):
        raise click.UsageError("--case, --why and --for say something")
    chosen = one_store(context, of)
    with chosen.open() as store:
        who = privacy_officer(store, account_id, account_file) if chosen.name == HUB else operator or context.operator
        entry = store.entry_by_name(person) if person else None
        source, now = _here(context, entry)
        case = Case(number.strip(), why.strip(), recipient.strip(), who, now, source)
        _must_not_name(entry, case)
        phrase = given_secret("pass phrase of the package", file_with_phrase, is_new=True)
        made, sha256, is_signed = _made(store, file, phrase, case, entry, groups)
    told = {"file": str(file), "sha256": sha256, "pieces": len(made.pieces), "signed": is_signed}
    context.out(
        {"event": "evidence", **told, "subjects": list(made.subjects)},
        f"{file}: {len(made.pieces)} pieces{', signed by the list' if is_signed else ', not signed'}.\n"
        f"SHA-256 {sha256}\nThe receiver opens it with: gatehouse evidence open FILE FOLDER",
    )


def _made(
    store: "WatchlistStore", file: Path, phrase: str, case: "Case", entry: "Entry | None", groups: tuple[int, ...]
) -> "tuple[Manifest, str, bool]":
    """The file is there when its making is on record."""
    from records.files import appearing
    from watchlist.dossier.book import DossierReading
    from watchlist.dossier.packing import pack
    from watchlist.reports.values import GroupId

    reading, sign = DossierReading(store, case.made_by), _signing(store)
    found = reading.dossier(entry, [GroupId(one) for one in groups])
    with appearing(file) as draft:
        manifest = pack(draft, phrase, case, found, reading.pictures(found), sign)
        sha256 = _sha256(draft)
        _note(store, case, manifest, sha256)
    return manifest, sha256, sign(b"") is not None


def _signing(store: "WatchlistStore") -> "Signing":
    from watchlist.dossier.manifest import Origin, signed_bytes

    standing = store.own_list()
    if standing is None or standing.keys is None:
        return lambda _manifest: None
    list_id, root, keys = standing.list_id, standing.root, standing.keys
    return lambda manifest: Origin(list_id, root, keys, *store.signed_for(signed_bytes(manifest)))


def _note(store: "WatchlistStore", case: "Case", manifest: "Manifest", sha256: str) -> None:
    detail: dict[str, Json] = {"case": case.number, "why": case.why, "for": case.recipient, "sha256": sha256}
    detail |= {"subjects": list(manifest.subjects), "pieces": len(manifest.pieces)}
    store.note(case.made_by, "evidence.made", manifest.subjects[0], detail)


def _must_not_name(entry: "Entry | None", case: "Case") -> None:
    from watchlist.dossier.errors import EvidenceRefused

    if entry is not None and any(entry.name in text for text in (case.number, case.why, case.recipient)):
        raise EvidenceRefused(
            "the case, the reason or the receiver contains the name", "They are kept for ever and in clear."
        )


def _here(context: Context, entry: "Entry | None") -> tuple[str, datetime]:
    """Which hospital makes it, and what time it is there."""
    from scripts.hub.settings import HubTree

    tree = context.settings_of(HubTree)
    source = tree.hub.source.strip() or tree.site.name.strip() or (entry.source if entry else "")
    return source, datetime.now(zone_named(tree.site.zone))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
