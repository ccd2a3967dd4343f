"""A report is gone through its service's pages, and taken."""

import datetime as dt
from dataclasses import dataclass

from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.open311.actions.reporting import Filed, SaidOtherwise, same, take_report
from commonwheel.apps.open311.forms import one_of
from commonwheel.apps.open311.presenters import answers, refusals
from commonwheel.apps.open311.presenters.answers import Answer
from commonwheel.apps.open311.queries import (
    PartnerNotFound,
    PartnerView,
    ReportView,
    Taken,
    count_since,
    find_report,
)
from commonwheel.apps.open311.queries.offers import word_values
from commonwheel.apps.open311.rules import QuestionIsWrong, repeat_key, said_hash
from commonwheel.apps.open311.views.asking import (
    FORBIDDEN,
    TOO_MANY,
    Asking,
    council_of_report,
    partner_asking,
    require_offer,
)
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.open311.filling import Filled, fill
from commonwheel.core.open311.offer import Offer
from commonwheel.core.open311.report import typed
from commonwheel.core.patterns.answering.answers import Lookups
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url

MINUTE = dt.timedelta(minutes=1)
LONGEST_NAME_OF_REPORT = 200


@dataclass(frozen=True, slots=True)
class Reporting:
    """A report under way: who sends it, to which council, and what it is known by."""

    asking: Asking
    council: CouncilView
    partner: PartnerView
    named: str
    said: str

    @property
    def repeat_key(self) -> str:
        """What it is known by when it comes again."""
        return repeat_key(self.named, self.said)


def taken(asking: Asking) -> Answer:
    """
    Take a report, and say what became of it; one that came before is told again and does nothing.

    Raises:
        QuestionIsWrong: says all that is wrong, or whose it is; nothing is changed.
    """
    code = one_of(asking.given, "service_code")
    if not code:
        raise QuestionIsWrong("service_code is missing. See services.json for those that there are.")
    council = council_of_report(asking, code)
    named = asking.request.headers.get("Idempotency-Key", "").strip()
    if len(named) > LONGEST_NAME_OF_REPORT:
        raise QuestionIsWrong(f"Idempotency-Key is too long. Send at most {LONGEST_NAME_OF_REPORT} characters.")
    reporting = Reporting(asking, council, partner_asking(asking, council), named, said_hash(asking.given))
    try:
        return _known(reporting) or _new(reporting, code)
    except SaidOtherwise as reason:
        raise QuestionIsWrong(str(reason)) from reason
    except PartnerNotFound as reason:
        raise QuestionIsWrong(str(reason), status=FORBIDDEN) from reason


# Private


def _known(reporting: Reporting) -> Answer | None:
    """Return what became of a report that came before; also where its service has changed since."""
    before = find_report(reporting.council.id, reporting.partner.id, repeat_key=reporting.repeat_key)
    now = reporting.asking.now
    if before is None or not same(before, said_hash=reporting.said, is_named=bool(reporting.named), now=now):
        return None
    return answers.taken_answer(before, _promises(reporting.council, before))


def _new(reporting: Reporting, code: str) -> Answer:
    asking, council, partner = reporting.asking, reporting.council, reporting.partner
    lately = count_since(council.id, partner.id, since=asking.now - MINUTE, most=partner.most_a_minute)
    if lately >= partner.most_a_minute:
        says = f"More than {partner.most_a_minute:,} reports came within a minute. Send the rest later."
        raise QuestionIsWrong(says, status=TOO_MANY)
    offer, takes = require_offer(asking, council, code)
    language = asking.language_of(council)
    language = language if language in takes.service.languages else takes.service.languages[0]
    filled = _filled(reporting, offer, takes, language)
    report = take_report(
        council.id,
        partner=partner,
        filed=Filed(
            repeat_key=reporting.repeat_key,
            is_named=bool(reporting.named),
            said_hash=reporting.said,
            service_code=offer.code,
            service_name=offer.name,
            service_id=takes.service.id,
            digest=takes.service.digest,
            answers=filled.answers,
            language=language,
        ),
        now=asking.now,
    )
    return answers.taken_answer(report, [*_promises(council, report), *_words_passed(council, takes, filled, language)])


def _filled(reporting: Reporting, offer: Offer, takes: Taken, language: str) -> Filled:
    """Go through the pages with the report, and refuse what a resident could not send there."""
    council, asking = reporting.council, reporting.asking
    programme = services.get_programme(takes.service.digest)

    def find_property(uprn: str) -> dict[str, str] | None:
        return places.address_by_uprn(council, uprn=uprn)

    said = typed(offer, asking.given, find_property=find_property)
    if said.wrong:
        raise QuestionIsWrong(*(one.says for one in said.wrong))
    circumstances = journeys.circumstances_of(council, now=asking.now, account={})
    lookups = Lookups(find_property=find_property, find_postcode=places.middle_of_postcode)
    filled = fill(programme, said.controls, circumstances, lookups)
    if filled.stop is not None or filled.errors:
        values = word_values(council, takes.service.digest, language=language, answers=filled.answers)
    if filled.stop is not None:
        raise QuestionIsWrong(refusals.stop_words(programme, filled.stop, language=language, values=values))
    if filled.errors:
        words = refusals.errors_words(programme, filled.errors, said.parameters, language=language, values=values)
        raise QuestionIsWrong(*words)
    _require_ours(council, offer, takes, filled, asking)
    if not filled.walk.complete:
        page = absolute_council_url(council, "journeys:start", service=takes.service.slug)
        raise QuestionIsWrong(refusals.unfinished_words(filled, page))
    return filled


def _words_passed(council: CouncilView, takes: Taken, filled: Filled, language: str) -> list[str]:
    """Return what the stops say that were passed."""
    if not filled.passed:
        return []
    programme = services.get_programme(takes.service.digest)
    values = word_values(council, takes.service.digest, language=language, answers=filled.answers)
    return [refusals.stop_words(programme, one, language=language, values=values) for one in filled.passed]


def _require_ours(council: CouncilView, offer: Offer, takes: Taken, filled: Filled, asking: Asking) -> None:
    """Refuse what another council has the duty for at the place, and say which."""
    place, duty = filled.answers.get(offer.roles.place), filled.walk.duty
    if place is None or duty is None:
        return
    name = takes.service.pattern_name
    holding = journeys.who_holds(council, duty=duty, place=place, pattern_name=name, on=asking.today)
    if holding.own is None:
        raise QuestionIsWrong(refusals.elsewhere_words(holding))


def _promises(council: CouncilView, report: ReportView) -> list[str]:
    standing = cases.standings(council.id, case_ids=[report.case_id]).get(report.case_id)
    words = answers.promise_words(standing) if standing else ""
    return [words] if words else []
