"""Giving up what was asked for and never answered: nobody knows whether there is anything to give back."""

from dataclasses import dataclass

from kiosk.desk.protocol import Desk
from kiosk.desk.values import Actor, PaySubject
from kiosk.errors import DeskRefused


@dataclass(frozen=True, slots=True)
class GivingUp:
    """Asked again with its first key the desk says what it opened, or opens it now; that is given back at once. The
    first asking may reach the desk after this: it finds it done. A refusal is the end of it: what ends by itself in
    minutes must keep nothing else waiting.
    """

    desk: Desk

    def give_up_hold(self, key: str, hold_key: str, slot_id: str, patient_id: str, actor: Actor) -> None:
        try:
            booking = self.desk.hold(hold_key, slot_id, patient_id, actor)
        except DeskRefused:
            return
        self.desk.release(key, booking.id)

    def give_up_payment(
        self, key: str, start_key: str, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor
    ) -> None:
        """Raises PAYMENT_AWAY while nobody knows whether it can be paid still."""
        try:
            payment = self.desk.start_payment(start_key, subject, subject_id, patient_id, actor)
        except DeskRefused:
            return
        self.desk.stop_payment(key, payment.id)
