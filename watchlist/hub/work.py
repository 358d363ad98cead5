"""What each call does, on a store, for somebody who was let in."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from records.account_parts import Account
from records.written_keys import SECRET_BYTES
from watchlist.alarms.rejections import ReviewDue
from watchlist.errors import ForeignEmbedding, NobodyByThatName
from watchlist.feed.age import AgeLimits, age_of
from watchlist.feed.store.standings import ListRole
from watchlist.hub.reports_work import ReportsWork
from watchlist.hub.rights import NodeKind, Role
from watchlist.hub.site import HubSite
from watchlist.hub.upstream_work import UpstreamWork
from watchlist.hub.values import (
    AccountTold,
    Asker,
    FaceTold,
    HubTold,
    NodeKey,
    NodeTold,
    Photograph,
    PhotoNamed,
    VectorTold,
    Words,
)
from watchlist.known_faces import Compared, rounded
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore
from watchlist.types import Entry, PersonId, PhotoId, Template
from watchlist.vectors import from_bytes


class HubWork(UpstreamWork, ReportsWork):
    """`HubCalls` but for logging in and out. Whatever shows a person is audited with the asker's name, as every change
    is by the store."""

    def __init__(self, store: WatchlistStore, asker: Asker, site: HubSite) -> None:
        self._store = store
        self._who = asker.name
        self._asker = asker
        self._site = site

    def about(self) -> HubTold:
        standing, own = self._store.standing(self._site.list_id), self._store.own_list()
        follows = standing is not None and standing.role is ListRole.FOLLOWER
        age = age_of(self._store.said_at(), self._site.now(), AgeLimits())
        told = (self._site.list_id, self._site.source, self._who, str(self._asker.role), follows, age.age_s)
        return HubTold(*told, own.list_id if own else "")

    def entries(self) -> tuple[Entry, ...]:
        found = tuple(self._store.entries(self._today))
        self._looked("list", "", entries=len(found))
        return found

    def entry_by_name(self, name: str) -> Entry:
        """Also who hears of a name like it has looked."""
        try:
            entry = self._store.entry_by_name(name, self._today)
        except NobodyByThatName:
            self._looked("entry", "")
            raise
        self._looked("entry", entry.person_id)
        return entry

    def evidence(self, person_id: PersonId) -> str | None:
        self._looked("evidence", person_id)
        return self._store.evidence(person_id)

    def basis(self, person_id: PersonId) -> str | None:
        self._looked("basis", person_id)
        return self._store.basis(person_id)

    def appeal(self, person_id: PersonId) -> str | None:
        self._looked("appeal", person_id)
        return self._store.appeal(person_id)

    def photo(self, photo_id: PhotoId) -> bytes:
        return self._store.photo(photo_id, self._who)

    def has_photo(self, data: bytes) -> PhotoId | None:
        found = self._store.has_photo(data)
        self._store.note(self._who, "photo.asked_for", found or "")
        return found

    def compare_faces(self, model_id: str, faces: tuple[FaceTold, ...], person_id: PersonId | None) -> Compared:
        """Scores alone, and no finer than anybody needs: from fine ones a vector could be made again."""
        if len({len(one.vector) for one in faces}) != 1:
            raise ForeignEmbedding("one vector or several of one model are compared")
        vectors = np.stack([from_bytes(one.vector) for one in faces])
        found = self._store.faces(model_id).compare(vectors, person_id)
        self._store.note(self._who, "faces.compared", person_id or "", {"model": model_id, "faces": len(faces)})
        return rounded(found)

    def photos_without_template(self, model_id: str) -> tuple[PhotoNamed, ...]:
        return tuple(PhotoNamed(*one) for one in self._store.photos_without_template(model_id))

    def reviews_due(self) -> tuple[ReviewDue, ...]:
        due = tuple(self._store.reviews_due(self._site.now()))
        self._looked("reviews", "", entries=len(due))
        return due

    def list_person(
        self,
        name: str,
        reason: Words,
        until: date,
        photos: tuple[Photograph, ...],
        evidence: Words | None,
        source: str | None,
        basis: Words | None,
        adult: bool | None,
        born: date | None,
    ) -> Entry:
        self._must_fit(vector for one in photos for vector in one.templates)
        return self._store.list_person(
            name,
            reason,
            until,
            self._who,
            _photographs(photos),
            evidence=evidence,
            source=source or self._site.source,
            basis=basis,
            adult=adult,
            born=born,
        )

    def add_photos(self, person_id: PersonId, photos: tuple[Photograph, ...]) -> tuple[PhotoId, ...]:
        self._must_fit(vector for one in photos for vector in one.templates)
        return tuple(self._store.add_photos(person_id, _photographs(photos), self._who))

    def add_templates(self, templates: tuple[VectorTold, ...]) -> int:
        self._must_fit((one.model_id, one.vector) for one in templates)
        first = {(one.person_id, one.photo_id, one.model_id): one for one in reversed(templates)}
        made = [Template(one.person_id, one.photo_id, from_bytes(one.vector), one.model_id) for one in first.values()]
        return self._store.add_templates(made, self._who)

    def change_reason(self, person_id: PersonId, reason: Words) -> None:
        self._store.change_reason(person_id, reason, self._who)

    def extend(self, person_id: PersonId, until: date, why: str) -> None:
        self._store.extend(person_id, until, self._who, why)

    def reviewed(self, person_id: PersonId) -> None:
        self._store.reviewed(person_id, self._who)

    def approve(self, person_id: PersonId) -> None:
        self._store.approve(person_id, self._who)

    def refuse(self, person_id: PersonId, why: str) -> None:
        self._store.refuse(person_id, self._who, why)

    def suspend(self, person_id: PersonId, why: str) -> None:
        self._store.suspend(person_id, self._who, why)

    def resume(self, person_id: PersonId, why: str) -> None:
        self._store.resume(person_id, self._who, why)

    def revoke(self, person_id: PersonId, why: str) -> None:
        self._store.revoke(person_id, self._who, why)

    def lodge_appeal(self, person_id: PersonId, text: Words) -> None:
        self._store.lodge_appeal(person_id, text, self._who)

    def decide_appeal(self, person_id: PersonId, upheld: bool, why: str) -> None:
        self._store.decide_appeal(person_id, upheld, self._who, why)

    def erase(self, person_id: PersonId, why: str) -> None:
        self._store.erase(person_id, self._who, why)

    def accounts(self) -> tuple[AccountTold, ...]:
        found = tuple(_account(one) for one in self._store.accounts.all())
        self._looked("accounts", "", accounts=len(found))
        return found

    def add_account(self, account_id: str, name: str, role: Role, passphrase: str) -> AccountTold:
        return _account(self._store.accounts.add(account_id, name, str(role), passphrase, self._who, self._site.now()))

    def set_passphrase(self, account_id: str, passphrase: str) -> None:
        self._store.accounts.set_pin(account_id, passphrase, self._who, self._site.now())

    def remove_account(self, account_id: str) -> None:
        self._store.accounts.remove(account_id, self._who, self._site.now())

    def nodes(self) -> tuple[NodeTold, ...]:
        found = self._store.nodes.all()
        return tuple(NodeTold(one.node_id, one.kind, one.needs_photos, one.made_at) for one in found)

    def add_node(self, node_id: str, kind: NodeKind, needs_photos: bool, source: str | None) -> NodeKey:
        secret, now = secrets.token_bytes(SECRET_BYTES), self._site.now()
        written = self._store.nodes.add(node_id, kind, needs_photos, secret, self._who, now, source or "")
        return NodeKey(node_id, written)

    def renew_node(self, node_id: str) -> NodeKey:
        secret = secrets.token_bytes(SECRET_BYTES)
        return NodeKey(node_id, self._store.nodes.renew(node_id, secret, self._who, self._site.now()))

    def revoke_node(self, node_id: str) -> None:
        self._store.nodes.revoke(node_id, self._who, self._site.now())

    def _must_fit(self, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Of one model all are of one length: another's would end every comparison, here and at every door. Raises
        ForeignEmbedding."""
        lengths: dict[str, int] = {}
        for model_id, vector in vectors:
            if model_id not in lengths:
                lengths[model_id] = self._length_of(model_id) or len(vector)
            if len(vector) != lengths[model_id]:
                raise ForeignEmbedding(f"a vector of {len(vector)} bytes where those of {model_id} are others")

    def _length_of(self, model_id: str) -> int:
        """Of a vector that is here, in bytes; 0 for none."""
        photos = list(self._store.template_owners(model_id))[:1]
        return sum(one.vector.nbytes for one in self._store.templates_of(model_id, photos))

    @property
    def _today(self) -> date:
        return self._site.now().date()

    def _looked(self, at_what: str, subject: str, **detail: str | int) -> None:
        self._store.note(self._who, f"{at_what}.looked_at", subject, detail)


def _photographs(told: Sequence[Photograph]) -> list[NewPhoto]:
    return [NewPhoto(one.data, tuple((model, from_bytes(vector)) for model, vector in one.templates)) for one in told]


def _account(one: Account) -> AccountTold:
    return AccountTold(one.account_id, one.name, Role(one.role))
