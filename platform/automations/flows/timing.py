"""When an automation is due: the instants of a schedule in the workspace's zone, and days before or after a date (S4, C8).

Pure functions: the same window gives the same instants, whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from croniter import CroniterBadDateError, croniter

MOST = 100  #: instants of one window; of a schedule that has missed more, the last ones count
MIDNIGHT = "00:00"


def instants(trigger: Mapping[str, Any], after: datetime, until: datetime, zone: tzinfo) -> list[datetime]:
    """When a schedule is due in (after, until], in order; of several missed ones only the last, unless it says `all`."""
    found = _cron(trigger, after, until, zone) if "cron" in trigger else _days(trigger, after, until, zone)
    kept = sorted({each for each in found if after < each <= until})[-MOST:]
    return kept if trigger.get("catch_up") == "all" else kept[-1:]


def due_of(trigger: Mapping[str, Any], day: date | datetime, zone: tzinfo) -> datetime:
    """When a record with this date is due."""
    if isinstance(day, datetime):
        local = day.astimezone(zone)
        if "at" not in trigger:
            return day + timedelta(days=trigger["days"])
        day = local.date()
    return _instant(day + timedelta(days=trigger["days"]), trigger.get("at", MIDNIGHT), zone)


def days_of(trigger: Mapping[str, Any], after: datetime, until: datetime, zone: tzinfo) -> tuple[date, date]:
    """The first and last date that a record due in the window can hold."""
    shift = timedelta(days=trigger["days"])
    margin = timedelta(days=1)
    return after.astimezone(zone).date() - shift - margin, until.astimezone(zone).date() - shift + margin


def _days(trigger: Mapping[str, Any], after: datetime, until: datetime, zone: tzinfo) -> list[datetime]:
    last = until.astimezone(zone).date()
    day = max(after.astimezone(zone).date(), last - timedelta(days=3_700))
    found: list[datetime] = []
    while day <= last:
        if _falls(trigger, day):
            found.append(_instant(day, trigger["at"], zone))
        day += timedelta(days=1)
    return found


def _falls(trigger: Mapping[str, Any], day: date) -> bool:
    match trigger["every"]:
        case "week":
            return day.isoweekday() == trigger.get("weekday", 1)
        case "month":  # the 31st of a shorter month is its last day
            wanted = trigger.get("day", 1)
            return day.day == wanted or (day.day < wanted and (day + timedelta(days=1)).day == 1)
        case _:
            return True


def comes(cron: str, after: datetime) -> bool:
    """Whether a line of cron, which has to be one, has an instant to come: the 30th of February has none."""
    try:
        croniter(cron, after).get_next(datetime)
    except CroniterBadDateError:
        return False
    return True


def _cron(trigger: Mapping[str, Any], after: datetime, until: datetime, zone: tzinfo) -> list[datetime]:
    start = max(after, until - timedelta(days=400)).astimezone(zone).replace(tzinfo=None)
    end = until.astimezone(zone).replace(tzinfo=None)
    found: list[datetime] = []
    try:
        if trigger.get("catch_up") != "all":
            line = croniter(trigger["cron"], end + timedelta(seconds=1))
            return [_placed(line.get_prev(datetime), zone)]
        line = croniter(trigger["cron"], start)
        while len(found) < 10 * MOST and (each := line.get_next(datetime)) <= end:
            found.append(_placed(each, zone))
    except CroniterBadDateError:  # it never comes, or never again
        return found
    return found


def _instant(day: date, at: str, zone: tzinfo) -> datetime:
    return _placed(datetime.combine(day, time.fromisoformat(at)), zone)


def _placed(local: datetime, zone: tzinfo) -> datetime:
    """A local time as an instant: one that does not exist is moved on, one that happens twice is the first."""
    return local.replace(tzinfo=zone).astimezone(UTC)
