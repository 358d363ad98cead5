"""`gatehouse people list` and `gatehouse people show`: looking at the list."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len

from records.files import replace_whole
from scripts.command import Context, operator_option, pass_context
from scripts.outfile import check_free
from scripts.people.events import photographs
from scripts.people.opening import open_listing, tell_age
from scripts.shown import in_one_line
from scripts.site_time import now_at_site, today

if TYPE_CHECKING:
    from watchlist.listing import Listing
    from watchlist.types import Entry

SUFFIXES = (".jpg", ".jpeg")
MOST_COLUMNS = 5


@click.command("list")
@click.option("--all", "everybody", is_flag=True, help="Also those whose entry has expired or was revoked.")
@click.option("--reasons", is_flag=True, help="Also why they are listed.")
@operator_option
@pass_context
def list_(context: Context, everybody: bool, reasons: bool, operator: str | None) -> None:
    """Who is on the list, how many photographs there are of them, and until when. Who looked is kept in the record.

    An entry whose alarms were "not this person" several times asks to be looked at again ('gatehouse people reviewed').
    An expired one whose later day waits for approval is told, too.
    """
    from watchlist.types import EntryState

    with open_listing(context) as store:
        entries = store.entries(today())
        over = (EntryState.EXPIRED, EntryState.REVOKED)
        shown = [entry for entry in entries if everybody or entry.state not in over or entry.later]
        wrong = {due.person_id: due.rejections for due in store.reviews_due(now_at_site())}
        store.note(operator or context.operator, "list.looked_at", "", {"entries": len(shown), "reasons": reasons})
        tell_age(context, store)
    width = max((cell_len(entry.name) for entry in shown), default=0)
    for entry in shown:
        wrong_alarms = wrong.get(entry.person_id, 0)
        told = _as_json(entry, reasons) | ({"wrong_alarms": wrong_alarms} if wrong_alarms else {})
        context.out(told, _as_text(entry, reasons, width) + _review_due(wrong_alarms))
    hidden = len(entries) - len(shown)
    if not shown:
        context.say("nobody is on the list" + ("" if not hidden else " today"))
    if hidden:
        context.say(f"{hidden} expired or revoked: --all shows them")


def _as_json(entry: "Entry", reasons: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "person": entry.name,
        "photos": len(entry.photos),
        "until": str(entry.until),
        "state": str(entry.state),
        "listed_by": entry.listed_by,
        "approved_by": entry.approved_by,
        "waiting": entry.waiting,
    }
    if entry.later:
        told["later"] = {"until": str(entry.later.until), "asked_by": entry.later.asked_by}
    if entry.decisions:
        told["decisions"] = [{"who": one.who, "upheld": one.upheld} for one in entry.decisions]
    if entry.source:
        told["source"] = entry.source
    if entry.list_id:
        told["list"] = entry.list_id
    return {**told, "reason": entry.reason} if reasons else told


def _as_text(entry: "Entry", reasons: bool, width: int) -> str:
    # Chinese characters are two columns wide.
    name = entry.name + " " * (width - cell_len(entry.name))
    line = f"{name}  {len(entry.photos):>3}  until {entry.until}  {entry.state:<9}"
    line = f"{line}  {entry.reason}" if reasons else line.rstrip()
    return in_one_line("  ".join([line, *(f"({remark})" for remark in _remarks(entry))]))


def _remarks(entry: "Entry") -> Iterator[str]:
    if entry.waiting:
        yield f"{photographs(entry.waiting)} for approval"
    if entry.later:
        yield f"until {entry.later.until} for approval, asked by {entry.later.asked_by}"
    for one in entry.decisions:
        yield f"{one.who}: {'the listing stands' if one.upheld else 'the appeal is granted'}"
    if entry.list_id:
        yield f"shared, from {entry.source or entry.list_id}"


def _review_due(wrong_alarms: int) -> str:
    return f"  (its last {wrong_alarms} alarms were somebody else: look at it again)" if wrong_alarms else ""


@click.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), help="Write the photographs to this JPEG file, too.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@operator_option
@pass_context
def show(context: Context, name: str, out: Path | None, force: bool, operator: str | None) -> None:
    """Why somebody is on the list and what that rests on; with --out also the photographs, side by side. Who looked is
    kept in the record.

    The file is not protected: delete it when you have seen it.
    """
    if out is not None:
        if out.suffix.lower() not in SUFFIXES:
            raise click.BadParameter(f"{out.name} must end in .jpg", param_hint="--out")
        check_free(out, force)
    who = operator or context.operator
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.note(who, "entry.looked_at", entry.person_id)
        words = {"reason": entry.reason, "evidence": store.evidence(entry.person_id)}
        words["basis"] = store.basis(entry.person_id)
        picture = _picture_of(entry, store, who) if out is not None else b""
    told = {**_as_json(entry, reasons=False), **{what: text for what, text in words.items() if text}}
    lines = [_as_text(entry, False, 0), *(f"  {what}: {in_one_line(text)}" for what, text in words.items() if text)]
    if out is not None:
        replace_whole(out, picture)
        told["file"] = str(out)
        lines.append(f"  {photographs(len(entry.photos))} in {out}")
    context.out({"event": "shown", **told}, "\n".join(lines))


def _picture_of(entry: "Entry", store: "Listing", who: str) -> bytes:
    from watchlist.errors import EntryRefused

    if not entry.photos:
        raise EntryRefused(f"there is no photograph of {entry.name}", "Add one with 'gatehouse people enrol'.")
    return _contact_sheet(store.photo(photo_id, who) for photo_id in entry.photos)


def _contact_sheet(files: Iterable[bytes]) -> bytes:
    import numpy as np

    from camera.side_by_side import blank, fitted, side_by_side, to_jpeg
    from camera.sources.pictures import decode_picture

    pictures = [fitted(decode_picture(data, "an enrolled photograph")) for data in files]
    columns = min(len(pictures), MOST_COLUMNS)
    pictures += [blank()] * (-len(pictures) % columns)
    rows = [side_by_side(pictures[start : start + columns]) for start in range(0, len(pictures), columns)]
    return to_jpeg(np.vstack(rows))
