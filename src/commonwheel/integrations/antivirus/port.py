"""What a virus scanner must be able to say."""

from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol

from commonwheel.core.problems import Failure


class AntivirusUnreachable(Failure):
    """The scanner did not answer, so nothing is known about the file."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The virus scanner did not answer: {why}. Start it, or check its address.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What the scanner found.

    Attributes:
        state: `unchecked` only where the node has no scanner.
        name: of what was found; "" unless infected.
    """

    state: Literal["clean", "infected", "unchecked"]
    name: str = ""


class Antivirus(Protocol):
    """A scanner of whole files."""

    def scan(self, content: BinaryIO) -> Verdict:
        """
        Scan the bytes from where the stream stands to its end.

        Raises:
            AntivirusUnreachable: when no verdict could be had.
        """
        ...
