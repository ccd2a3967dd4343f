"""Who watches over a council's duties about information: a closed list by nation.

Source: docs/sources.md#information-commissioners.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Regulator:
    """
    Somebody whom residents can complain to about a council.

    Attributes:
        names: by language; English is always there.
        website: an address that begins with https://.
    """

    names: Mapping[str, str]
    website: str

    def name_in(self, language: str) -> str:
        """Return the name in a language, or in English where there is none."""
        return self.names.get(language, self.names["en"])


_UNITED_KINGDOM = Regulator(
    MappingProxyType({"en": "Information Commissioner", "cy": "Comisiynydd Gwybodaeth"}), "https://ico.org.uk"
)
_SCOTLAND = Regulator(
    MappingProxyType({"en": "Scottish Information Commissioner", "cy": "Comisiynydd Gwybodaeth yr Alban"}),
    "https://www.foi.scot",
)
INFORMATION_COMMISSIONERS: Mapping[str, Regulator] = MappingProxyType(
    {
        "england": _UNITED_KINGDOM,
        "wales": _UNITED_KINGDOM,
        "scotland": _SCOTLAND,
        "northern-ireland": _UNITED_KINGDOM,
    }
)
"""Whom to complain to about a request for information, by nation."""
