"""Samples of the addresses of a council's people."""

from collections.abc import Mapping

from tests.support.cast import Person
from tests.support.walk import sample


@sample("accounts:end", "accounts:reset_second_factor", "accounts:disconnect", "accounts:change")
def colleague(person: Person) -> Mapping[str, object]:
    """Return the caseworker."""
    return {"user_id": person.id}
