"""An address service that knows what it was given."""

from collections.abc import Iterable

from commonwheel.core.places.properties import Property
from commonwheel.integrations.addresses.port import AddressesUnreachable


class FakeAddresses:
    """Answers from memory; `is_down` makes it unreachable."""

    def __init__(self, properties: Iterable[Property] = ()) -> None:
        self.properties = {each.uprn: each for each in properties}
        self.is_down = False

    def find_at_postcode(self, postcode: str) -> tuple[Property, ...]:
        """See the port."""
        self._answer()
        return tuple(each for each in self.properties.values() if each.postcode == postcode)

    def find_by_uprn(self, uprn: str) -> Property | None:
        """See the port."""
        self._answer()
        return self.properties.get(uprn)

    def _answer(self) -> None:
        if self.is_down:
            raise AddressesUnreachable("it is switched off")
