"""What a council's requests are, for whoever passes them on to the council that follows."""

import uuid
from collections.abc import Iterator
from typing import NamedTuple

from commonwheel.apps.cases.models import AccountCase, Case


class Kept(NamedTuple):
    """One request; `postcode` is "" where it was not asked."""

    id: uuid.UUID
    service_id: uuid.UUID
    is_open: bool
    postcode: str


def list_kept(council_id: uuid.UUID) -> Iterator[Kept]:
    """Yield all requests that the council keeps, oldest first."""
    rows = Case.objects.of(council_id).order_by("id").values_list(*Kept._fields)
    return (Kept(*row) for row in rows.iterator(chunk_size=2_000))


def count_accounts(council_id: uuid.UUID) -> int:
    """Return how many residents have requests of the council in their account."""
    return AccountCase.objects.filter(council_id=council_id).values("account_id").distinct().count()
