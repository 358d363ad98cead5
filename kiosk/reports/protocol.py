"""Who takes what a patient tells of a scalper: a hub that keeps a list."""

from typing import Protocol

from kiosk.reports.values import ScalperReport


class ReportTaker(Protocol):
    def report_scalper(self, key: str, report: ScalperReport) -> None:
        """Asked again with the same key it is told once.

        Raises DeskAway when nobody knows whether it was taken, KeyRefused, and ReportRefused for what will never be.
        """
