"""The calls of a hub as the wire knows them, and who may make which: the one table. Pure.

What a call takes and answers stands in the protocol alone: `shape` is its method.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from watchlist.hub.protocol import HubCalls
from watchlist.hub.rights import (
    ADMINISTERING,
    APPROVING,
    ERASING,
    FOLLOWERS,
    LOOKING,
    NODES,
    PEOPLE,
    PROPOSING,
    STOPPING,
    TELLING,
    Who,
)

PREFIX = "/list/v1"
MARK = "Gatehouse-List"
"""A header of every answer of a hub's own: without it a no is somebody's on the way."""

GET, POST = "GET", "POST"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Call:
    """A look-up by something personal is a POST, because addresses end up in logs. `is_open`: nobody need be known.
    `has_files`: what is sent may be as large as photographs are."""

    shape: Callable[..., Any]
    verb: str
    who: Who
    is_open: bool = False
    has_files: bool = False

    @property
    def name(self) -> str:
        return self.shape.__name__

    @property
    def path(self) -> str:
        return f"{PREFIX}/{self.name.replace('_', '-')}"


CALLS = (
    Call(HubCalls.log_in, POST, PEOPLE, is_open=True),
    Call(HubCalls.log_out, POST, PEOPLE),
    Call(HubCalls.about, GET, PEOPLE | NODES),
    Call(HubCalls.entries, GET, LOOKING),
    Call(HubCalls.entry_by_name, POST, LOOKING),
    Call(HubCalls.evidence, GET, LOOKING),
    Call(HubCalls.basis, GET, LOOKING),
    Call(HubCalls.appeal, GET, LOOKING),
    Call(HubCalls.photo, GET, LOOKING),
    Call(HubCalls.has_photo, POST, PROPOSING, has_files=True),
    Call(HubCalls.compare_faces, POST, PROPOSING, has_files=True),
    Call(HubCalls.photos_without_template, GET, PROPOSING),
    Call(HubCalls.reviews_due, GET, LOOKING),
    Call(HubCalls.list_person, POST, PROPOSING, has_files=True),
    Call(HubCalls.add_photos, POST, PROPOSING, has_files=True),
    Call(HubCalls.add_templates, POST, PROPOSING, has_files=True),
    Call(HubCalls.change_reason, POST, PROPOSING),
    Call(HubCalls.extend, POST, PROPOSING),
    Call(HubCalls.reviewed, POST, PROPOSING | APPROVING),
    Call(HubCalls.approve, POST, APPROVING),
    Call(HubCalls.refuse, POST, APPROVING),
    Call(HubCalls.suspend, POST, STOPPING),
    Call(HubCalls.resume, POST, APPROVING),
    Call(HubCalls.revoke, POST, STOPPING),
    Call(HubCalls.lodge_appeal, POST, LOOKING),
    Call(HubCalls.decide_appeal, POST, STOPPING),
    Call(HubCalls.erase, POST, ERASING),
    Call(HubCalls.tell_report, POST, TELLING, has_files=True),
    Call(HubCalls.add_reports, POST, PROPOSING, has_files=True),
    Call(HubCalls.search_reports, POST, LOOKING),
    Call(HubCalls.report, GET, LOOKING),
    Call(HubCalls.report_picture, GET, LOOKING),
    Call(HubCalls.report_groups, GET, LOOKING),
    Call(HubCalls.report_group, GET, LOOKING),
    Call(HubCalls.common_traces, POST, LOOKING),
    Call(HubCalls.group_particulars, GET, LOOKING),
    Call(HubCalls.propose_group, POST, PROPOSING),
    Call(HubCalls.dismiss_group, POST, PROPOSING),
    Call(HubCalls.accounts, GET, ADMINISTERING),
    Call(HubCalls.add_account, POST, ADMINISTERING),
    Call(HubCalls.set_passphrase, POST, ADMINISTERING),
    Call(HubCalls.remove_account, POST, ADMINISTERING),
    Call(HubCalls.nodes, GET, ADMINISTERING),
    Call(HubCalls.add_node, POST, ADMINISTERING),
    Call(HubCalls.renew_node, POST, ADMINISTERING),
    Call(HubCalls.revoke_node, POST, ADMINISTERING),
    Call(HubCalls.node_standings, GET, ADMINISTERING),
    Call(HubCalls.deliver_alarms, POST, FOLLOWERS),
    Call(HubCalls.beat, POST, FOLLOWERS),
    Call(HubCalls.visits, GET, LOOKING),
)
BY_NAME = {call.name: call for call in CALLS}
