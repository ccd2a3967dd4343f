"""Values as the engine takes them, made from the notation of examples by the sort that is declared.

What does not fit its sort is None: not known. It never reaches an expression.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from commonwheel.core.patterns.expressions.engine import as_part, as_timestamp
from commonwheel.core.patterns.expressions.sorts import ANY, Sort

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_LARGEST = 2**63 - 1


def as_fact(sort: Sort, value: Any, *, part: bool = False) -> Any:
    """
    Return a value in the notation of examples as the engine takes it, or None where it does not fit.

    Args:
        part: it will stand inside a map or a list.
    """
    fact = _READERS[sort.kind](sort, value)
    return as_part(fact) if part and isinstance(fact, dt.datetime) else fact


def read_date(value: Any) -> dt.date | None:
    """Return the day written `YYYY-MM-DD`, or None for anything else."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def read_minutes(value: Any) -> int | None:
    """Return the minutes after midnight of a time written `HH:MM`, or None for anything else."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else None


def read_moment(value: Any) -> dt.datetime | None:
    """Return the local date and time written `YYYY-MM-DDTHH:MM`, as if it were UTC, or None for anything else."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def is_text(value: Any) -> bool:
    """Say whether a value is text that can be stored and sent: no null character, no half of a surrogate pair."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return "\x00" not in value
    return not any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value)


def _bool(_: Sort, value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _int(_: Sort, value: Any) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST
    return value if fits else None


def _double(_: Sort, value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _LARGEST:
        return None
    return None if math.isnan(value) else float(value)


def _text(_: Sort, value: Any) -> str | None:
    return value if is_text(value) else None


def _minutes(_: Sort, value: Any) -> int | None:
    return read_minutes(value)


def _date(_: Sort, value: Any) -> dt.datetime | None:
    day = value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else read_date(value)
    return None if day is None else as_timestamp(day)


def _moment(_: Sort, value: Any) -> dt.datetime | None:
    return read_moment(value)


def _list(sort: Sort, value: Any) -> list[Any] | None:
    if not isinstance(value, list | tuple):
        return None
    entries = [as_fact(sort.of or ANY, entry, part=True) for entry in value]
    return None if None in entries else entries


def _map(sort: Sort, value: Any) -> dict[str, Any] | None:
    """Return a map with the declared keys that have a value; a key whose value does not fit is not known."""
    if not isinstance(value, Mapping):
        return None
    facts = ((key, as_fact(of, value[key], part=True)) for key, of in sort.fields or () if key in value)
    return {key: fact for key, fact in facts if fact is not None}


def _any(_: Sort, value: Any) -> Any:
    return value if isinstance(value, bool | int | float) or is_text(value) else None


_READERS: Mapping[str, Callable[[Sort, Any], Any]] = {
    "bool": _bool,
    "int": _int,
    "minutes": _minutes,
    "double": _double,
    "string": _text,
    "date": _date,
    "moment": _moment,
    "list": _list,
    "map": _map,
    "any": _any,
}
