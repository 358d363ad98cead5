"""Expected failures of the kiosk and its desk. Anything else is a bug."""

from enum import StrEnum


class KioskError(Exception):
    """Base of every expected failure in this package; `hint` tells whoever must act what to do."""

    hint = "Call the technical service."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class DeskAway(KioskError):
    """The desk does not answer: nobody knows whether the request was done. Ask again with the same key."""

    hint = "Check the network and whether 'gatehouse hub' runs. Kiosks go on by themselves when it is back."


class KeyRefused(KioskError):
    hint = "Make a new key with 'gatehouse desk key' and put it where the settings say."


class ReportRefused(KioskError):
    """A hub will never take this report of a scalper."""

    hint = "Bring the kiosk and the hub to the same version, and check both clocks."


class Refusal(StrEnum):
    """Why the desk says no. Each has a sentence for the visitor in every language."""

    UNKNOWN_CARD = "unknown-card"
    CARD_ENDED = "card-ended"
    NOT_ALLOWED = "not-allowed"
    SLOT_TAKEN = "slot-taken"
    SLOT_PAST = "slot-past"
    HOLD_ENDED = "hold-ended"
    TOO_MANY_BOOKINGS = "too-many-bookings"
    ONE_A_DAY = "one-a-day"
    TOO_MANY_PATIENTS = "too-many-patients"
    TOO_MANY_CANCELLATIONS = "too-many-cancellations"
    TOO_MANY_NO_SHOWS = "too-many-no-shows"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    NOT_PAID = "not-paid"
    ALREADY_PAID = "already-paid"
    NOT_FOUND = "not-found"
    WRONG_STATE = "wrong-state"
    PAYMENT_AWAY = "payment-away"
    NOT_OFFERED = "not-offered"
    TOO_MANY_REQUESTS = "too-many-requests"


class DeskRefused(KioskError):
    """The desk understood and said no, for this reason; nothing was changed."""

    def __init__(self, why: Refusal, message: str = "", hint: str | None = None) -> None:
        super().__init__(message or why.value, hint)
        self.why = why
