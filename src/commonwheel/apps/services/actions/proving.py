"""Whether a service would work for residents with a council's settings and words; its own examples are walked too."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from django.conf import settings

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.services.actions.making import Made, PatternDoesNotCheck, make, refuse_errors
from commonwheel.apps.services.models import OwnExample, Service
from commonwheel.apps.services.rules import require_decided
from commonwheel.core.examples.proving import prove, prove_own
from commonwheel.core.patterns.checks.unchecked import unchecked
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.problems import Failure, Problem
from commonwheel.integrations.bank_holidays.carried import carried_calendars

SHOWN_TEXTS = 3
_EXAMPLES = "examples/"


class TranslationsAreDrafts(Failure):
    """
    A council that must serve Welsh speakers equally cannot put unchecked Welsh live.

    Attributes:
        addresses: of the texts whose Welsh is missing or a draft, sorted.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = tuple(addresses)
        shown = ", ".join(self.addresses[:SHOWN_TEXTS]) + (" and others" if len(self.addresses) > SHOWN_TEXTS else "")
        super().__init__(
            f"The Welsh of {len(self.addresses)} texts is missing or not checked. Have it checked first: {shown}."
        )


class NothingCanBeSent(Failure):
    """With the council's settings no example journey ends in a request."""

    def __init__(self) -> None:
        super().__init__(
            "With your settings none of the example requests can be sent. "
            "Look at the settings you changed: one of them may stop everybody."
        )


class PhoneIsMissing(Failure):
    """A service needs a phone number before it goes live: it stands on each of its pages."""

    def __init__(self) -> None:
        super().__init__("Give the service a phone number first. It stands on each of its pages.")


class PaymentsNotSetUp(Failure):
    """A service that costs something cannot be live where nobody takes the council's payments."""

    def __init__(self) -> None:
        super().__init__(
            "This service costs something, and nobody takes payments for this council yet. "
            "Set up its payment provider first (COMMONWHEEL_GOVUK_PAY_KEYS, with a key that is not for tests)."
        )


class OwnExamplesDoNotPass(Failure):
    """
    Some of the council's own examples come out otherwise.

    Attributes:
        names: of those, at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.names = tuple(sorted({_name_of(one) for one in problems}))
        says = " ".join(f"{_name_of(one)}: {one.help}" for one in problems[:SHOWN_TEXTS])
        super().__init__(f"Not all of our own examples come out as they should. Mend or remove them first. {says}")


def require_working(made: Made, *, must_be_welsh: bool, can_be_paid: bool) -> None:
    """
    Refuse where a service does not work for residents with the council's settings and words.

    Raises:
        PatternDoesNotCheck, NothingCanBeSent, SettingsAreUndecided, PaymentsNotSetUp, TranslationsAreDrafts: the
            first that is so.
    """
    if settings.PREVIEW:
        return  # Whoever is still writing it sees its pages, and beside each example how it comes out.
    for hold in _demands(made, must_be_welsh=must_be_welsh, can_be_paid=can_be_paid):
        hold()


def require_own_examples(service: Service, files: Mapping[str, bytes], layer: str) -> None:
    """
    Refuse where some of a council's own examples come out otherwise.

    Raises:
        OwnExamplesDoNotPass: with what comes out otherwise.
    """
    texts = dict(OwnExample.objects.of(service.council_id).filter(service_id=service.id).values_list("name", "text"))
    problems = own_problems(files, layer, texts)
    if problems:
        raise OwnExamplesDoNotPass(problems)


def own_problems(files: Mapping[str, bytes], layer: str, texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """
    Walk examples of a council's own on a service as files and a layer make it, and return what comes out otherwise.

    Args:
        texts: YAML by name.

    Raises:
        PatternDoesNotCheck: where the files themselves cannot be read.
    """
    if not texts:
        return ()
    others = {path: data for path, data in files.items() if not path.startswith(_EXAMPLES)}
    own = {f"{_EXAMPLES}{name}.yaml": text.encode() for name, text in texts.items()}
    try:
        made = make({**others, **own}, layer, with_own_examples=True)
    except PatternDoesNotCheck as reason:
        in_examples = tuple(one for one in reason.problems if one.file.startswith(_EXAMPLES))
        if len(in_examples) < len(reason.problems):
            raise
        return in_examples
    return prove_own(made.layered.bundle, made.layered.values, calendars=carried_calendars())


def list_unready(row: Service, *, must_be_welsh: bool, can_be_paid: bool) -> tuple[str, ...]:
    """List what stands in the way of a service going live, each in a sentence."""
    files = {path: text.encode() for path, text in row.source.files.items()}
    made = make(files, row.layer)
    demands: tuple[_Demand, ...] = (
        partial(require_phone, row),
        partial(authorities.require_pages, row.council_id),
        *_demands(made, must_be_welsh=must_be_welsh, can_be_paid=can_be_paid),
        partial(require_own_examples, row, files, row.layer),
    )
    return tuple(_refusals(demands))


def require_phone(row: Service) -> None:
    """
    Refuse a service without a number.

    Raises:
        PhoneIsMissing: where it has none.
    """
    if not row.phone:
        raise PhoneIsMissing


# Private

_Demand = Callable[[], None]


def _demands(made: Made, *, must_be_welsh: bool, can_be_paid: bool) -> tuple[_Demand, ...]:
    """Return what residents need of a service; each refuses where it is not so."""
    is_free = made.effective.pattern.fee is None
    return (
        partial(_require_examples, made),
        partial(require_decided, made.layered),
        partial(_require_payments, can_be_paid=is_free or can_be_paid),
        *([partial(_require_checked_welsh, made.effective)] if must_be_welsh else []),
    )


def _refusals(demands: Iterable[_Demand]) -> Iterator[str]:
    for demand in demands:
        try:
            demand()
        except PatternDoesNotCheck as reason:
            yield from (one.help for one in reason.problems)
        except Failure as reason:
            yield str(reason)


def _require_examples(made: Made) -> None:
    laid = made.layered
    proof = prove(laid.bundle, laid.values, shared=made.bundle, calendars=carried_calendars())
    refuse_errors(proof.problems)
    if not proof.can_be_sent:
        raise NothingCanBeSent


def _require_payments(*, can_be_paid: bool) -> None:
    if not can_be_paid:
        raise PaymentsNotSetUp


def _require_checked_welsh(effective: Effective) -> None:
    """Refuse where a text that residents read has no Welsh, or only a draft."""
    missing = unchecked(effective, "cy")
    if missing:
        raise TranslationsAreDrafts(missing)


def _name_of(problem: Problem) -> str:
    return problem.file.removeprefix(_EXAMPLES).removesuffix(".yaml")
