"""Values as a sentence about a difference shows them: on one line, short, and from where the two of them part."""

from typing import Any

from commonwheel.core.patterns.reading.text import SHORT, shorten

_BEFORE = 24
"""Characters before the first that differs, for those who look for the place."""


def shown(value: Any) -> str:
    """Return a value in the notation of examples as people read it, shortened."""
    return _quoted(value, shorten(_flat(value)))


def shown_apart(old: Any, new: Any) -> tuple[str, str]:
    """Return two values that differ; of long ones, what leads up to the first difference is left out."""
    before, after = (" ".join(_flat(value).split()) for value in (old, new))
    if max(len(before), len(after)) > SHORT:
        pairs = enumerate(zip(before, after, strict=False))
        parting = next((at for at, (one, two) in pairs if one != two), min(len(before), len(after)))
        start = max(0, parting - _BEFORE)
        # Begin with a whole word.
        start = before.find(" ", start) + 1 if start else 0
        before, after = (f"…{text[start:]}" if start else text for text in (before, after))
    return _quoted(old, shorten(before)), _quoted(new, shorten(after))


# Private


def _flat(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return str(value)


def _quoted(value: Any, text: str) -> str:
    return f"“{text}”" if isinstance(value, str | dict) else text
