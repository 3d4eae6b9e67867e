"""Durations of ISO 8601, as far as they have a fixed length: weeks to seconds."""

import re
from datetime import timedelta

_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,8})M)?"
    r"(?:(?P<seconds>\d{1,10}(?:\.\d{1,3})?)S)?)?",
    re.ASCII,
)


def parse_duration(text: str) -> timedelta:
    """Return the interval that `text` such as `PT5M` stands for, or `ValueError`."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError
    parts = {unit: float(number or 0) for unit, number in match.groupdict().items()}
    return timedelta(**parts)


def print_duration(interval: timedelta) -> str:
    """Return `interval` as days, hours, minutes and seconds, those that are not 0."""
    minutes, seconds = divmod(interval.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{interval.microseconds // 1000:03}".rstrip("0").rstrip(".")
    day = f"{interval.days}D" if interval.days else ""
    parts = {"H": str(hours), "M": str(minutes), "S": f"{seconds}{fraction}"}
    time = "".join(f"{number}{unit}" for unit, number in parts.items() if number != "0")
    return f"P{day}{'T' + time if time or not day else ''}" if time or day else "PT0S"
