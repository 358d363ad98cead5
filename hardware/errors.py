"""Expected failures of things with a plug. Anything else is a bug."""


class HardwareError(Exception):
    """Base of every expected failure in this package; `hint` tells whoever must act what to do."""

    hint = "Call the technical service."

    def __init__(self, part: str, why: str, hint: str | None = None) -> None:
        super().__init__(f"{part}: {why}")
        self.part = part
        self.why = why
        if hint is not None:
            self.hint = hint


class PartMissing(HardwareError):
    """It never answered, or what drives it is not installed."""

    hint = "Check the cable, the power and the address in the settings, then run 'gatehouse doctor'."


class PartLost(HardwareError):
    """It answered before and does not any more."""

    hint = "Check the cable and the power; the program goes on by itself when the part is back."


class PartRefused(HardwareError):
    """It answers and does not do all that it is asked."""

    hint = "Check what the settings ask of it against the part's manual."


class PrinterError(HardwareError):
    """A slip that was not printed whole."""


class OutOfPaper(PrinterError):
    hint = "Put a new roll of paper into the printer."


class CoverOpen(PrinterError):
    hint = "Close the cover of the printer."


class HalfPrinted(PrinterError):
    """The printer went away in the middle of a slip: part of it may be in the visitor's hand."""

    hint = "Look whether the slip came out, check cable and power, and print it again."


class PaymentError(HardwareError):
    """Base of what a payment service may answer."""


class PaymentUnreachable(PaymentError):
    """Nobody knows whether it was done: ask again with the same number."""

    hint = "Check the network. Nothing is lost: the payment is asked for again."


class PaymentRefused(PaymentError):
    """The service understood and said no."""

    hint = "Check the merchant's data in the settings; the patient pays at the counter meanwhile."


class ForgedMessage(PaymentError):
    """A message whose signature does not hold; nothing in it is believed."""

    hint = "Check the platform's public key in the settings. If it is right, somebody else sent this message."
