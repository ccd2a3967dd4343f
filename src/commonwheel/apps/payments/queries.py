"""Reads: what a request costs, and how paying it stands."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from commonwheel.apps.payments.models import Charge, Payment, SimulatedLedger
from commonwheel.apps.payments.rules import write_token
from commonwheel.core.problems import Failure
from commonwheel.design.moments import pounds
from commonwheel.integrations.pay.port import NewPayment, Status
from commonwheel.integrations.pay.simulated import SimulatedPayment


class ChargeNotFound(Failure):
    """The council has no such charge."""

    def __init__(self) -> None:
        super().__init__("There is nothing to pay here. Check the link.")


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One line of what is owed; `labels` by language."""

    labels: Mapping[str, str]
    pence: int

    def label_in(self, language: str) -> str:
        """Return the label in a language, or in the service's own."""
        return in_language(self.labels, language)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of what is owed, ready to print."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What is owed, ready to print in one language."""

    lines: tuple[CostLine, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Try:
    """One try to pay; `state` is BEGUN, OPEN, PAID, REFUSED, CANCELLED or FAILED."""

    id: uuid.UUID
    number: int
    provider: str
    provider_id: str
    language: str
    state: str
    began_at: dt.datetime
    ended_at: dt.datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether it may still be paid."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeView:
    """
    What a request costs.

    Attributes:
        pay: BEFORE or AFTER.
        asked_at: when the resident was asked to pay; None while they need not yet.
        tries: oldest first.
        token: of its payment page.
    """

    id: uuid.UUID
    council_id: uuid.UUID
    case_id: uuid.UUID
    reference: str
    titles: Mapping[str, str]
    lines: tuple[ChargeLine, ...]
    total_pence: int
    pay: str
    protect: bool
    asked_at: dt.datetime | None
    tries: tuple[Try, ...]
    token: str

    @property
    def paid_at(self) -> dt.datetime | None:
        """When it was paid; None where it is not."""
        return next((one.ended_at for one in self.tries if one.state == Payment.State.PAID), None)

    @property
    def is_owed(self) -> bool:
        """Whether there is something to pay that is not paid."""
        return self.total_pence > 0 and self.paid_at is None

    @property
    def can_be_paid(self) -> bool:
        """Whether the resident has been asked to pay, and has not."""
        return self.is_owed and self.asked_at is not None

    @property
    def last(self) -> Try | None:
        """The last try, or None."""
        return self.tries[-1] if self.tries else None

    def cost_in(self, language: str) -> Cost:
        """Return the lines and their total in a language."""
        return cost_of((line.label_in(language), line.pence) for line in self.lines)

    def title_in(self, language: str) -> str:
        """Return the service's title in a language, or in its own."""
        return in_language(self.titles, language)


def cost_of(rows: Iterable[tuple[str, int]]) -> Cost:
    """Return labels and pence, and their sum, ready to print."""
    known = list(rows)
    return Cost(
        lines=tuple(CostLine(label, pounds(pence)) for label, pence in known),
        total=pounds(sum(pence for _, pence in known)),
    )


def in_language(words: Mapping[str, str], language: str) -> str:
    """Return words in a language, or in the first that they are in."""
    return words.get(language) or next(iter(words.values()), "")


def find_charge(council_id: uuid.UUID, *, case_id: uuid.UUID) -> ChargeView | None:
    """Return what a request costs; None where it costs nothing."""
    row = Charge.objects.filter(council_id=council_id, case_id=case_id).first()
    return charge_view(row) if row else None


def find_charges(council_id: uuid.UUID, *, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ChargeView]:
    """Return what each of these requests costs; those that cost nothing are not among them."""
    rows = Charge.objects.filter(council_id=council_id, case_id__in=case_ids)
    return {row.case_id: charge_view(row) for row in rows}


def owed_among(council_id: uuid.UUID, *, case_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of these requests wait for money that the resident has been asked for."""
    rows = Charge.objects.filter(council_id=council_id, case_id__in=case_ids, total_pence__gt=0, asked_at__isnull=False)
    paid = Payment.objects.of(council_id).filter(charge=OuterRef("pk"), state=Payment.State.PAID)
    return frozenset(rows.exclude(Exists(paid)).values_list("case_id", flat=True))


def list_under_way(council_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the keys of the council's requests of which a payment is under way."""
    rows = Payment.objects.of(council_id).filter(state__in=[Payment.State.BEGUN, Payment.State.OPEN])
    return frozenset(rows.values_list("charge__case_id", flat=True))


def get_charge(council_id: uuid.UUID, *, charge_id: uuid.UUID) -> ChargeView:
    """
    Return a charge by its key.

    Raises:
        ChargeNotFound: where the council has none with it.
    """
    row = Charge.objects.filter(council_id=council_id, id=charge_id).first()
    if row is None:
        raise ChargeNotFound
    return charge_view(row)


def list_to_check(council_id: uuid.UUID, *, now: dt.datetime, limit: int) -> list[uuid.UUID]:
    """Return the keys of the charges of which the provider is to be asked, the longest due first."""
    due = Payment.objects.of(council_id).to_check(now).order_by("check_at")
    return list(due.values_list("charge_id", flat=True)[:limit])


def find_simulated(council_id: uuid.UUID, *, token: str = "", key: str = "") -> SimulatedPayment | None:
    """Return a payment of the simulated provider, by its token or by its idempotency key."""
    rows = SimulatedLedger.objects.filter(council_id=council_id)
    row = (rows.filter(token=token) if token else rows.filter(key=key)).first()
    if row is None:
        return None
    new = NewPayment(
        key=row.key,
        pence=row.pence,
        reference=row.reference,
        description=row.description,
        return_url=row.return_url,
        language=row.language,
    )
    return SimulatedPayment(row.token, new, Status(row.status), row.made_at)


def charge_view(row: Charge) -> ChargeView:
    """Return a charge's row as a value, with its tries."""
    tries = Payment.objects.of(row.council_id).filter(charge_id=row.id).order_by("number")
    return ChargeView(
        id=row.id,
        council_id=row.council_id,
        case_id=row.case_id,
        reference=row.reference,
        titles=row.titles,
        lines=tuple(ChargeLine(line["labels"], line["pence"]) for line in row.lines),
        total_pence=row.total_pence,
        pay=row.pay,
        protect=row.protect,
        asked_at=row.asked_at,
        tries=tuple(
            Try(one.id, one.number, one.provider, one.provider_id, one.language, one.state, one.began_at, one.ended_at)
            for one in tries
        ),
        token=write_token(row.council_id, row.id),
    )
