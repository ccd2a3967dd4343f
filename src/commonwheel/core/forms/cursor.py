"""Reading a source so that nothing of it can be passed over unseen: what was not taken is known at the end."""

from collections.abc import Iterator
from typing import Any

from commonwheel.core.forms.report import Report

_SHOWN = 80
"""Characters of a value that a note shows."""


class Cursor:
    """
    One object of a JSON source, with the keys that were taken from it.

    `leftovers` tells of every key that nobody asked for and that says something.
    """

    def __init__(self, value: Any, where: str = "") -> None:
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        self.where = where
        self.odd = value if not isinstance(value, dict) and value is not None else None
        self._taken: set[str] = set()
        self._inside: dict[str, list[Cursor]] = {}

    def take(self, key: str, default: Any = None) -> Any:
        """Return a value, whatever it is; it counts as read whole."""
        self._taken.add(key)
        found = self.value.get(key, default)
        return default if found is None else found

    def text(self, *keys: str) -> str:
        """Return the first of these that is a text and not empty; all count as read where they are texts or empty."""
        found = ""
        for key in keys:
            value = self.value.get(key)
            if isinstance(value, (str, int, float)) and not isinstance(value, bool):
                self._taken.add(key)
                found = found or str(value).strip()
            elif value is None:
                self._taken.add(key)
        return found

    def truth(self, key: str, *, default: bool = False) -> bool:
        """Return a yes or no; texts of it are read as such."""
        value = self.take(key, default)
        return value.strip().lower() in ("true", "yes", "1") if isinstance(value, str) else bool(value)

    def whole(self, key: str) -> int | None:
        """Return a whole number, from a number or its text; None where there is none, and then it is left over."""
        value = self.value.get(key)
        try:
            number = int(str(value).strip()) if not isinstance(value, bool) and value is not None else None
        except ValueError:
            return None
        self._taken.add(key)
        return number

    def inside(self, key: str) -> "Cursor":
        """Return the object of a key, to be read in turn."""
        if key not in self._inside:
            self._inside[key] = [Cursor(self.value.get(key), f"{self.where}/{escaped(key)}")]
        return self._inside[key][0]

    def each(self, key: str) -> list["Cursor"]:
        """Return the objects in the list of a key, to be read in turn."""
        value = self.value.get(key)
        found = value if isinstance(value, list) else [] if value is None else [value]
        if key not in self._inside:
            places = (f"{self.where}/{escaped(key)}/{number}" for number in range(len(found)))
            self._inside[key] = [Cursor(one, where) for one, where in zip(found, places, strict=True)]
        return self._inside[key]

    def close(self) -> None:
        """Count everything as read: it has been told of."""
        self._taken |= set(self.value)
        self._inside.clear()
        self.odd = None

    def leftovers(self) -> Iterator[tuple[str, Any]]:
        """Yield the place and value of everything that says something and was not taken."""
        if says_something(self.odd):
            yield self.where, self.odd
        for key, value in self.value.items():
            if key in self._inside:
                for one in self._inside[key]:
                    yield from one.leftovers()
            elif key not in self._taken and says_something(value):
                yield f"{self.where}/{escaped(key)}", value


def says_something(value: Any) -> bool:
    """Tell whether a value is more than nothing, false, or an object or list of such values."""
    level = [value]
    while level:
        one = level.pop()
        if isinstance(one, (dict, list)):
            level += one.values() if isinstance(one, dict) else one
        elif one not in (None, "", False):
            return True
    return False


def escaped(key: str) -> str:
    """Return a key as a JSON Pointer writes it (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def leave_rest(cursor: Cursor, report: Report, why: str) -> None:
    """Note everything that was not taken."""
    for where, value in cursor.leftovers():
        key = where.rsplit("/", 1)[-1]
        report.leave(f"`{key}`: {_shown(value)}" if isinstance(value, str) else f"`{key}`", where, why)
    cursor.close()


def _shown(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
