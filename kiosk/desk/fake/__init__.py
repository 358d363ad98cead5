"""A desk in memory with a sample hospital: `FakeDesk` behaves like the real one, and misbehaves on request."""

from kiosk.desk.fake.desk import FakeDesk

__all__ = ["FakeDesk"]
