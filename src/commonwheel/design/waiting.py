"""What waits for an officer to do something about it, as `parts/waiting.html` lists it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """
    One thing that waits.

    Attributes:
        title: what or whom it is about.
        href: of the request that it belongs to; "" for none.
        to: where it goes; "" where that is not known.
        since: when it was written, in words.
    """

    title: str
    href: str
    to: str
    since: str
