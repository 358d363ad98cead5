"""What a hub and its clients tell each other beside entries. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from watchlist.feed.reading import check_id
from watchlist.feed.wire.transfer import MOST_PHOTO_BYTES, MOST_TEMPLATE_BYTES
from watchlist.hub.rights import NodeKind, Role
from watchlist.types import PersonId, PhotoId

FLOAT_BYTES = 4

Words = NewType("Words", str)
"""A text that may be longer than a line: a reason, what an entry rests on, what somebody says against it."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph's file, and the vectors made of its face: (model id, little-endian float32)."""

    data: bytes = field(repr=False)
    templates: tuple[tuple[str, bytes], ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.data) <= MOST_PHOTO_BYTES:
            raise ValueError(f"a photograph has 1 to {MOST_PHOTO_BYTES} bytes")
        if len({model_id for model_id, _ in self.templates}) != len(self.templates):
            raise ValueError("two vectors of one model of one face")
        for model_id, vector in self.templates:
            check_id(model_id, "model_id")
            _check_vector(vector)


@dataclass(frozen=True, slots=True)
class VectorTold:
    person_id: PersonId
    photo_id: PhotoId
    vector: bytes = field(repr=False)
    model_id: str

    def __post_init__(self) -> None:
        check_id(self.model_id, "model_id")
        _check_vector(self.vector)


@dataclass(frozen=True, slots=True)
class FaceTold:
    """A new face as a vector, to be compared and not kept."""

    vector: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_vector(self.vector)


@dataclass(frozen=True, slots=True)
class PhotoNamed:
    person_id: PersonId
    photo_id: PhotoId


@dataclass(frozen=True, slots=True)
class LoggedIn:
    token: str = field(repr=False)
    account_id: str
    role: Role
    until: datetime


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person by account, or a node."""

    name: str
    role: Role | NodeKind


@dataclass(frozen=True, slots=True)
class HubTold:
    """Of which list this hub is, and whom it takes the asker for. `source` is the hub's own hospital.

    `follows`: it tells another hub's list on, which was so `list_age_s` ago; None for an authority's own, and where
    nothing was received. `own_list_id` is the list that it signs, empty for none.
    """

    list_id: str
    source: str
    name: str
    role: str
    follows: bool = False
    list_age_s: float | None = None
    own_list_id: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """`needs_photos`: it makes vectors of its own, of another model than the hub's. `source` is the hospital it stands
    in, empty for the hub's own."""

    node_id: str
    kind: NodeKind
    needs_photos: bool
    made_at: datetime
    digest: bytes = field(repr=False)
    source: str = ""
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NodeTold:
    node_id: str
    kind: NodeKind
    needs_photos: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NodeKey:
    """`key` is told this once."""

    node_id: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccountTold:
    account_id: str
    name: str
    role: Role


def _check_vector(vector: bytes) -> None:
    """What nodes would not take from the list must not come onto it."""
    if not 0 < len(vector) <= MOST_TEMPLATE_BYTES or len(vector) % FLOAT_BYTES:
        raise ValueError("no row of float32")
