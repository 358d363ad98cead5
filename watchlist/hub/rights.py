"""Who is told apart at a hub, and the groups that its table of calls speaks of. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """Of a person. Whoever runs the hub (ADMIN) makes accounts and nodes, and sees nobody who is listed."""

    GUARD = "guard"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMIN = "admin"
    PRIVACY = "privacy"


class NodeKind(StrEnum):
    """Of a program: a watch and a hospital's own hub follow the list, a kiosk only reports."""

    WATCH = "watch"
    FOLLOWER = "follower"
    KIOSK = "kiosk"


Who = frozenset[Role | NodeKind]

PEOPLE: Who = frozenset(Role)
NODES: Who = frozenset(NodeKind)
FOLLOWERS: Who = frozenset({NodeKind.WATCH, NodeKind.FOLLOWER})
LOOKING: Who = frozenset({Role.REVIEWER, Role.APPROVER, Role.PRIVACY})
PROPOSING: Who = frozenset({Role.REVIEWER})
APPROVING: Who = frozenset({Role.APPROVER})
TELLING: Who = NODES | {Role.GUARD, Role.REVIEWER}
STOPPING: Who = frozenset({Role.APPROVER, Role.PRIVACY})
ERASING: Who = frozenset({Role.PRIVACY})
ADMINISTERING: Who = frozenset({Role.ADMIN})
