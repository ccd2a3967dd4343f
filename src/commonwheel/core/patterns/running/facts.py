"""Facts about a resident that an answer can be, so that the resident may reuse it later.

A closed list. Expressions read a fact as `account.NAME`, with `_` for `-`; an unknown fact is unknown,
never false.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commonwheel.core.patterns.expressions.sorts import ADDRESS, BOOL, TIMESTAMP, Sort, text


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One fact about a resident.

    Attributes:
        id: what patterns call it.
        meaning: one phrase, in English.
        types: the types of question whose answer it can be; none where only the council's records hold it.
        sort: what it is in expressions.
    """

    id: str
    meaning: str
    types: frozenset[str]
    sort: Sort

    @property
    def name(self) -> str:
        """What expressions call it, after `account.`."""
        return self.id.replace("-", "_")


def _fact(name: str, meaning: str, sort: Sort, *types: str) -> Fact:
    return Fact(name, meaning, frozenset(types), sort)


_ALL = (
    _fact("name", "full name", text(200), "name", "text"),
    _fact("preferred-name", "the name to be called by", text(200), "name", "text"),
    _fact("email", "email address", text(254), "email"),
    _fact("phone", "telephone number", text(40), "phone"),
    _fact("address", "home address", ADDRESS, "address"),
    _fact("correspondence-address", "address for letters", ADDRESS, "address"),
    _fact("postcode", "postcode of the home address", text(10), "text"),
    _fact("date-of-birth", "date of birth", TIMESTAMP, "date"),
    _fact("national-insurance", "National Insurance number", text(9), "national-insurance"),
    _fact("vehicle", "registration number of a vehicle", text(10), "vehicle"),
    _fact("bank-account", "sort code and account number", text(17), "bank-account"),
    _fact("language", "language to be written to in", text(41), "radios", "select"),
    _fact("assisted-collection", "has an assisted waste collection", BOOL, "yes-no"),
    _fact("garden-waste", "subscribes to the collection of garden waste", BOOL, "yes-no"),
    _fact("council-tax-account", "reference of a council tax account", text(200), "text"),
)
FACTS: Mapping[str, Fact] = MappingProxyType({fact.id: fact for fact in _ALL})
"""Every fact, by id."""

ACCOUNT: Mapping[str, Sort] = MappingProxyType({fact.name: fact.sort for fact in _ALL})
"""What expressions read as `account.NAME`, by name."""

PERSONAL_TYPES = frozenset(
    (
        "name", "email", "phone", "address", "national-insurance", "vehicle", "bank-account", "signature", "file",
        "long-text",
    )
)  # fmt: skip
"""Types of question whose answers are, or usually hold, personal data (UK GDPR article 4(1))."""
