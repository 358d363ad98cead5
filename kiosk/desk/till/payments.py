"""Payments between the desk and the payment service.

Order of work, so that a crash at any point loses nothing: first the payment is written down and its booking keeps its
place, then the service is asked, then what it answered is written down. Whatever was cut short is taken up again by
`keep_up`: the service is asked how the order stands. No transaction is open while the service is asked.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from hardware.errors import PaymentError, PaymentRefused, PaymentUnreachable
from hardware.payments.protocol import PaidState, PaidStatus, PayOrder, RefundState
from kiosk.desk.sql.answers import Request, once
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.trails import note
from kiosk.desk.till import ledger, refunds
from kiosk.desk.till.papers import bill_price_fen
from kiosk.desk.till.payable import Payable
from kiosk.desk.till.payment_line import PaymentLine
from kiosk.desk.values import Actor, Payment, PaymentState, PaySubject
from kiosk.errors import DeskRefused, Refusal
from records.canonical import Json

MOST_AT_ONCE = 50
NOBODY_ANSWERS = "the payment service does not answer"


class Payments:
    """`line` leads to the payment service; None for a site that is paid at its counter only."""

    def __init__(self, site: Site, book: Payable, line: PaymentLine | None, record_book_fen: int) -> None:
        self._site = site
        self._book = book
        self._line = line
        self._record_book_fen = record_book_fen

    def start(self, key: str, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor) -> Payment:
        if self._line is None:
            raise DeskRefused(Refusal.PAYMENT_AWAY, "this site is paid at its counter")
        asked: dict[str, Json] = {"subject": subject.value, "id": subject_id, "patient": patient_id}
        asked |= {"actor": actor.person_id, "relation": actor.relation.value if actor.relation else None}
        request = Request(self._site.channel.name, key, "pay", self._site.now(), asked)

        def begin(connection: sa.Connection) -> dict[str, Json]:
            return {"payment": self._begin(connection, subject, subject_id, patient_id, actor)}

        payment_id = str(once(self._site.database, self._site.cipher, request, begin)["payment"])
        self._open(self._line, self._seen(payment_id))
        return self.kept(payment_id)

    def kept(self, payment_id: str) -> Payment:
        """As it stands in the ledger."""
        return ledger.payment_of(self._seen(payment_id), self._site.zone)

    def look(self, payment_id: str) -> Payment:
        """As it stands; a payment that waits is asked for at the service first."""
        row = self._seen(payment_id)
        if row["state"] == PaymentState.WAITING:
            self._ask(row, is_over=self._is_over(row))
        return self.kept(payment_id)

    def stop(self, payment_id: str) -> Payment:
        """Raises PAYMENT_AWAY while nobody knows whether it can be paid still."""
        row = self._seen(payment_id)
        if row["state"] == PaymentState.WAITING and not self._ask(row, is_over=True):
            raise DeskRefused(Refusal.PAYMENT_AWAY, NOBODY_ANSWERS)
        return self.kept(payment_id)

    def told(self, headers: Mapping[str, str], body: bytes) -> None:
        """A call-back of the service. Raises ForgedMessage."""
        if self._line is None:
            return
        try:
            told = self._line.service.notification(headers, body)
        except PaymentRefused:
            return  # it is the service's, and tells of something else than a payment
        self._settle(told)

    def keep_up(self) -> None:
        """What was cut short or came late: for the hub to call every few seconds, by several hubs at once."""
        if self._line is None:
            return
        with self._site.database.reading() as connection:
            waiting = ledger.overdue(connection, self._site.now(), MOST_AT_ONCE)
            closed = ledger.closed_of_late(connection, self._site.now(), MOST_AT_ONCE)
            owed = refunds.owed(connection, MOST_AT_ONCE)
        try:
            for payment_id in waiting:
                self._ask_or_raise(self._line, self._seen(payment_id), is_over=True)
            for payment_id in closed:
                self._ask_again(self._line, self._seen(payment_id))
            for payment_id in owed:
                self._give_back(self._line, payment_id)
        except PaymentUnreachable:
            return  # the others would wait as long for nothing: tried again at the next round

    def _begin(
        self, connection: sa.Connection, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor
    ) -> str:
        site = self._site
        self._book.must_act(connection, patient_id, actor)
        amount_fen = self._amount_fen(connection, subject, subject_id, patient_id)
        if subject is PaySubject.BOOKING:
            self._book.keep_while_paying(connection, subject_id)
        payment_id = site.new_id().replace("-", "")[:32]
        order = {"id": payment_id, "subject": subject.value, "subject_id": subject_id, "patient_id": patient_id}
        more = {"amount_fen": amount_fen, "channel": site.channel.name}
        ledger.write_order(connection, {**order, **more}, site.now())
        note(connection, site.now(), "payment started", payment_id, site.channel.name, actor)
        return payment_id

    def _amount_fen(self, connection: sa.Connection, subject: PaySubject, subject_id: str, patient_id: str) -> int:
        if subject is PaySubject.RECORD_BOOK:
            return self._record_book_fen
        if subject is PaySubject.BILL:
            return bill_price_fen(connection, subject_id, patient_id)
        return self._book.price_fen(connection, subject_id, patient_id)

    def _open(self, line: PaymentLine, row: Row) -> None:
        """The order opened at the service, unless it is, was paid already or its time is over."""
        if row["qr_text"] or row["state"] == PaymentState.PAID or self._is_over(row):
            return
        if row["state"] != PaymentState.WAITING:
            raise DeskRefused(Refusal.PAYMENT_AWAY, "the payment service refused")
        payment = ledger.payment_of(row, self._site.zone)
        order = PayOrder(payment.id, payment.amount_fen, _DESCRIBED[payment.subject], payment.expires_at)
        try:
            qr_text = line.open(order)
        except PaymentRefused as error:
            if self._ask(row, is_over=True) and self.kept(payment.id).state is PaymentState.PAID:
                return
            raise DeskRefused(Refusal.PAYMENT_AWAY, "the payment service refused", error.hint) from error
        except PaymentError as error:
            raise DeskRefused(Refusal.PAYMENT_AWAY, NOBODY_ANSWERS, error.hint) from error
        self._site.database.change(lambda connection: ledger.write_qr(connection, payment.id, qr_text))

    def _ask(self, row: Row, is_over: bool) -> bool:
        """Whether somebody answered."""
        try:
            return self._line is not None and self._ask_or_raise(self._line, row, is_over)
        except PaymentUnreachable:
            return False

    def _ask_or_raise(self, line: PaymentLine, row: Row, is_over: bool) -> bool:
        """How the order stands; one whose time is over is closed at the service. False for what is not to be had."""
        try:
            told = line.close_order(row["id"]) if is_over else line.status(row["id"])
        except PaymentUnreachable:
            raise
        except PaymentRefused:
            if row["qr_text"] or not is_over:
                return self._tried(row["id"])
            # Nobody ever saw a code for it: it was cut short before the service knew it, and can go.
            told = PaidStatus(row["id"], PaidState.CLOSED)
        except PaymentError:
            return self._tried(row["id"])
        self._settle(told)
        return True

    def _ask_again(self, line: PaymentLine, row: Row) -> None:
        """Whether money came for an order that is closed here; one that is open at the service is closed there."""
        try:
            told = line.status(row["id"])
            if told.state is PaidState.WAITING:
                told = line.close_order(row["id"])
        except PaymentUnreachable:
            raise
        except PaymentError:
            self._tried(row["id"])
            return
        self._settle(told)
        self._tried(row["id"])

    def _give_back(self, line: PaymentLine, payment_id: str) -> None:
        row = self._site.database.change(lambda connection: refunds.next_step(connection, payment_id))
        if row is None:
            return
        asked_fen, step_fen = row["asked_fen"], row["asked_fen"] - row["returned_fen"]
        try:
            refund = line.refund(payment_id, f"{payment_id}R{asked_fen}", step_fen, row["paid_fen"])
        except PaymentUnreachable:
            raise
        except PaymentError:
            # It may have taken more than we know of.
            self._tried(payment_id)
            self._ask_or_raise(line, row, is_over=False)
            return
        if refund.state is RefundState.DONE:
            self._site.database.change(lambda connection: refunds.step_done(connection, payment_id, asked_fen))
        else:
            self._tried(payment_id)

    def _tried(self, payment_id: str) -> bool:
        self._site.database.change(lambda connection: refunds.tried(connection, payment_id, self._site.now()))
        return False

    def _settle(self, told: PaidStatus) -> None:
        self._site.database.change(lambda connection: ledger.settle(connection, self._book, told))

    def _is_over(self, row: Row) -> bool:
        return bool(row["expires_at"] <= self._site.now().timestamp())

    def _seen(self, payment_id: str) -> Row:
        with self._site.database.reading() as connection:
            return ledger.seen(connection, payment_id)


_DESCRIBED = {PaySubject.BOOKING: "挂号费", PaySubject.BILL: "医疗费用", PaySubject.RECORD_BOOK: "病历本"}
"""What the patient's telephone shows; names nobody."""
