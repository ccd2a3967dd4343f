"""Takes in what councils sign of what they use, once the commons has admitted their keys."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from commonwheel.apps.commons.models import Admitted, Use
from commonwheel.core.packages.statement import Statement, read_statement
from commonwheel.core.problems import Failure
from commonwheel.foundation.transactions import action
from commonwheel.integrations.trust.keys import public_text, read_public
from commonwheel.integrations.trust.statements import read_signed_statement, unsigned_text


class CouncilNotAdmitted(Failure):
    """Nobody has told the commons that this council's key is this council's."""

    def __init__(self, council: str) -> None:
        super().__init__(
            f"No key of {council} is registered here. Send the public part of its key to those who run the shared"
            " library, and read them its first characters by telephone."
        )


class StatementIsOld(Failure):
    """A statement of this number, or a later one, was taken before."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Statement {number} or a later one was taken before, with other words. A statement is sent once; number"
            " the next one higher."
        )


@dataclass(frozen=True, slots=True)
class StatementTaken:
    """What came of a statement; `is_repeat` where it was there already."""

    council: str
    number: int
    services: int
    is_repeat: bool


@action
def admit_council(council: str, *, title: str, key: bytes, now: dt.datetime) -> None:
    """
    Let a council's statements count from now on; another key takes the place of the one before.

    Raises:
        KeysUnfit: where the bytes are no public part of a key.
    """
    text = public_text(read_public(key)).decode()
    values = {"title": title, "key": text, "admitted_at": now}
    Admitted.objects.update_or_create(council=council, defaults=values)


@action
def take_statement(data: bytes) -> StatementTaken:
    """
    Take a signed statement of use in place of the council's last one.

    Raises:
        StatementNotSigned, ReleaseRefused, CouncilNotAdmitted, StatementIsOld: why not; nothing has changed.
    """
    council = read_statement(unsigned_text(data)).council
    admitted = Admitted.objects.select_for_update().filter(council=council).first()
    if admitted is None:
        raise CouncilNotAdmitted(council)
    text = read_signed_statement(data, read_public(admitted.key.encode()))
    statement, digest = read_statement(text), hashlib.sha256(text).hexdigest()
    if statement.number <= admitted.number:
        if statement.number == admitted.number and digest == admitted.digest:
            return StatementTaken(council, statement.number, len(statement.services), is_repeat=True)
        raise StatementIsOld(statement.number)
    _store(admitted, statement, digest)
    return StatementTaken(council, statement.number, len(statement.services), is_repeat=False)


# Private


def _store(admitted: Admitted, statement: Statement, digest: str) -> None:
    admitted.number, admitted.digest = statement.number, digest
    admitted.said_on = dt.date.fromisoformat(statement.said_on)
    admitted.save(update_fields=["number", "digest", "said_on"])
    Use.objects.filter(council=admitted).delete()
    Use.objects.bulk_create(
        Use(
            council=admitted,
            service=used.service,
            version=used.version,
            digest=used.digest,
            live_since=dt.date.fromisoformat(used.live_since),
            first_month=statement.first_month,
            requests=used.requests,
            closed=used.closed,
            within=used.within,
        )
        for used in statement.services
    )
