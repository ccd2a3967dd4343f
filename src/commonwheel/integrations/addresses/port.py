"""What an address service must be able to say."""

from typing import Protocol

from commonwheel.core.places.properties import Property
from commonwheel.core.problems import Failure


class AddressesUnreachable(Failure):
    """The address service did not answer, or not in time. Somebody can still type the address."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The address service did not answer: {why}. Try again later; addresses can still be typed.")
        self.why = why


class AddressesRefused(Failure):
    """The address service answered that we may not ask, or asked wrongly."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"The address service refused to answer (status {status}). Check the key that the node has for it."
        )
        self.status = status


class Addresses(Protocol):
    """A service that knows properties beyond the council's own register."""

    def find_at_postcode(self, postcode: str) -> tuple[Property, ...]:
        """
        Return the properties at a postcode in its one written form; none where it knows none.

        Raises:
            AddressesUnreachable, AddressesRefused.
        """
        ...

    def find_by_uprn(self, uprn: str) -> Property | None:
        """
        Return the property of a UPRN; None where it knows none.

        Raises:
            AddressesUnreachable, AddressesRefused.
        """
        ...
