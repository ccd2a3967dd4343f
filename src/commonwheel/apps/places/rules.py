"""What may be asked about a place."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What was asked, as it was typed, and what is wrong with it.

    Attributes:
        postcode: in its written form where it is one, else as typed.
        area: id of an authority; "" where none was chosen.
        parts: what was typed of the day.
        on: the day; None where it is wrong.
        problems: name of the question and sentence, for each that is wrong.
    """

    postcode: str
    area: str
    parts: tuple[tuple[str, str], ...]
    on: dt.date | None
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked; an empty page is no mistake."""
        return bool(self.postcode or self.area or any(typed for _, typed in self.parts))
