"""When a booking can be picked up, cancelled and missed. Pure; moments carry a time zone."""

from datetime import date, datetime, time, timedelta

from kiosk.rules.limits import BookingLimits

NIGHT = timedelta(hours=6)
"""How long whoever picked up is waited with past midnight: longer than a night clinic, shorter than until the next."""


def check_in_window(starts_at: datetime, limits: BookingLimits) -> tuple[datetime, datetime]:
    """From when to when; whoever has not come by its end is a no-show."""
    before, after = limits.check_in_before_min, limits.check_in_after_min
    return starts_at - timedelta(minutes=before), starts_at + timedelta(minutes=after)


def is_missed(now: datetime, starts_at: datetime, limits: BookingLimits) -> bool:
    return now > check_in_window(starts_at, limits)[1]


def awaited_since(now: datetime, limits: BookingLimits) -> datetime:
    """Whose slot began from here on, and who has not come yet, can still come."""
    return now - timedelta(minutes=limits.check_in_after_min)


def queues_since(moment: datetime) -> datetime:
    """Whose slot began from here on may be waiting still: all of today, and the end of yesterday past midnight."""
    midnight = datetime.combine(moment.date(), time(), moment.tzinfo)
    return min(midnight, moment - NIGHT)


def last_cancellation(starts_at: datetime, limits: BookingLimits) -> datetime:
    return starts_at - timedelta(minutes=limits.cancel_until_before_min)


def comes_back(day: date, today: date, limits: BookingLimits) -> bool:
    """Whether a place that is cancelled today is ever offered again."""
    return limits.same_day_cancelled_come_back or day > today


def last_day_offered(today: date, limits: BookingLimits) -> date:
    return today + timedelta(days=limits.days_ahead)
