"""`gatehouse desk delegate`: who may act for a card's holder."""

from datetime import date, datetime

import click

from scripts.command import Context, operator_option, pass_context
from scripts.desk.desks import own_book_of

RELATIONS = ("mother", "father", "grandparent", "guardian", "spouse", "child", "helper")


@click.group()
def delegate() -> None:
    """Who may act for a card's holder: add, remove, list."""


@delegate.command()
@click.argument("patient")
@click.argument("person")
@click.option("--relation", type=click.Choice(RELATIONS), required=True, help="What PERSON is to PATIENT.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day. [default: until it is removed]")
@operator_option
@pass_context
def add(
    context: Context, patient: str, person: str, relation: str, until: datetime | None, operator: str | None
) -> None:
    """PERSON may act for PATIENT (ids of people at the desk); whoever saw the papers answers for it."""
    from kiosk.desk.listing import ids_entered
    from kiosk.desk.sql.entering import put_delegate
    from kiosk.desk.values import Relation
    from kiosk.errors import KioskError
    from scripts.desk.people_files import delegate_id

    last: date | None = until.date() if until else None
    name = delegate_id(patient, person)
    with own_book_of(context) as desk:
        unknown = [one for one in (patient, person) if one not in ids_entered(desk.site)[2]]
        if unknown:
            raise KioskError(f"nobody has the id {' or '.join(unknown)}", "Import them first: 'gatehouse desk import'.")
        put_delegate(desk.site, name, patient, person, Relation(relation), operator or context.operator, last)
    context.out({"event": "entered", "id": name}, f"{person} may act for {patient} as {relation}.")


@delegate.command()
@click.argument("delegate_id", metavar="ID")
@operator_option
@pass_context
def remove(context: Context, delegate_id: str, operator: str | None) -> None:
    """End an entry of 'delegate list'. It stays in the trail."""
    from kiosk.desk.sql.entering import remove_delegate

    with own_book_of(context) as desk:
        remove_delegate(desk.site, delegate_id, operator or context.operator)
    context.out({"event": "removed", "id": delegate_id}, f"{delegate_id} is removed.")


@delegate.command("list")
@click.argument("patient", required=False)
@pass_context
def list_(context: Context, patient: str | None) -> None:
    """All entries, or those of one PATIENT; also the removed ones."""
    from kiosk.desk.listing import delegates_entered

    with own_book_of(context) as desk:
        for one in delegates_entered(desk.site, patient):
            until = one.valid_until.isoformat() if one.valid_until else None
            told = {"id": one.id, "patient": one.patient_id, "person": one.person_id, "relation": one.relation.value}
            told |= {"until": until or "", "entered_by": one.entered_by, "removed_by": one.removed_by or ""}
            end = f"removed by {one.removed_by}" if one.removed_by else f"until {until or 'removed'}"
            context.out(told, f"{one.id:<32} {one.relation.value:<12} {end}, entered by {one.entered_by}")
