"""What counts in a commons at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """
    All that counts at one moment, as it was signed.

    Attributes:
        number: of the snapshot; it grows with whatever changes.
        publishers: the list of publishers.
        lists: each publisher's list of releases; publishers without one are left out.
        quarantine: the reasons for what the commons has stopped, by path.
        days: since when it has, likewise, as `2026-11-26`; those are left out of which nobody said.
    """

    number: int
    publishers: bytes
    lists: Mapping[str, bytes]
    quarantine: Mapping[str, str]
    days: Mapping[str, str]
