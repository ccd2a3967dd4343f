"""What is said of keys that are missing, unknown or of another shape."""

import difflib
from collections.abc import Collection

from commonwheel.core.reuse.shapes import Misfit


def missing(name: str, *, is_needed: bool, is_there: bool, note: str = "") -> Misfit:
    """Return what is said of a key that is not there, or is there and says nothing."""
    where = f"`{name}`, {note}" if note else f"`{name}`"
    if is_there:
        mend = "Write what it is." if is_needed else "Write what it is, or leave the key out."
        return Misfit("empty", "a value", mend, "error" if is_needed else "warning")
    return Misfit("missing", where, f"Add `{name}:` to this section.", "error" if is_needed else "warning")


def unknown(name: str, keys: Collection[str]) -> Misfit:
    """Return what is said of a key that the standard does not have; catalogues pass it over."""
    near = difflib.get_close_matches(name[:80], keys, n=1, cutoff=0.7)
    mend = f"Did you mean `{near[0]}`? As it stands it is passed over." if near else "It is passed over."
    return Misfit("unknown-key", "a key of the standard", mend, "warning")


def wrong_shape(wanted: str) -> Misfit:
    """Return what is said of a list where a text should be, and the like."""
    return Misfit("wrong-shape", wanted, "Look at the example of the standard, and write it so.")
