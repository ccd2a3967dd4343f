"""Answers for programs, in the shape of GeoReport version 2: nothing that a resident wrote is in any of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.utils import timezone

from commonwheel.apps.cases import api as cases
from commonwheel.apps.open311.presenters import shapes
from commonwheel.apps.open311.queries import ReportView
from commonwheel.apps.open311.rules import QuestionIsWrong
from commonwheel.core.casework.lengths import start_of_day
from commonwheel.core.open311.offer import LONGEST_DESCRIPTION, Attribute, Offer
from commonwheel.core.open311.spark import moment_words
from commonwheel.design.moments import day
from commonwheel.foundation.councils import CouncilView

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS: Mapping[str, str] = {"xml": "text/xml", "json": "application/json"}
Answer = Any


def plain_of(answer: Answer) -> Any:
    """Return an answer as mappings and lists."""
    return [asdict(one) for one in answer] if isinstance(answer, list) else asdict(answer)


def errors_answer(reason: QuestionIsWrong) -> list[shapes.Error]:
    """Return what is wrong with a question."""
    return [shapes.Error(code=reason.status, description=says) for says in reason.reasons]


def services_answer(offers: Iterable[Offer]) -> list[shapes.Service]:
    """Return the list of services."""
    return [
        shapes.Service(
            service_code=one.code,
            service_name=one.name,
            description=one.summary,
            metadata=bool(_attributes(one)),
            type="realtime",
            keywords="",
            group=one.group,
        )
        for one in offers
    ]


def definition_answer(offer: Offer) -> shapes.ServiceDefinition:
    """Return what one service asks."""
    return shapes.ServiceDefinition(service_code=offer.code, attributes=_attributes(offer))


def taken_answer(report: ReportView, notices: Sequence[str]) -> list[shapes.TakenRequest]:
    """Return what became of a report; `notices` are what its sender should read."""
    return [shapes.TakenRequest(service_request_id=report.reference, service_notice="\n\n".join(notices))]


def token_answer(report: ReportView) -> list[shapes.Token]:
    """Return the request of a token: every request has its reference at once, which is its token too."""
    return [shapes.Token(service_request_id=report.reference, token=report.reference)]


def request_answer(report: ReportView, standing: cases.Standing, council: CouncilView) -> shapes.Request:
    """Return how a request stands."""
    effective = cases.effective_of(standing.digest)
    label = cases.state_label(effective, standing.state, "en")
    hint = cases.state_hint(effective, standing.state, "en")
    return shapes.Request(
        service_request_id=report.reference,
        status="open" if standing.is_open else "closed",
        status_notes=" ".join(f"{words.rstrip('.')}." for words in (label, hint) if words),
        service_name=report.service_name,
        service_code=report.service_code,
        agency_responsible=council.name,
        service_notice=promise_words(standing) or None,
        requested_datetime=_moment(report.received_at),
        updated_datetime=_moment(standing.since),
        expected_datetime=_end_of(standing.due_on) if standing.due_on else None,
    )


def promise_words(standing: cases.Standing) -> str:
    """Return what is promised of a request by when; "" where nothing is."""
    if standing.due_on is None:
        return ""
    effective, clock = cases.effective_of(standing.digest), standing.due_clock
    label = cases.clock_label(effective, clock, "en") if clock else ""
    return f"{label or 'We aim to finish this by'} {day(standing.due_on)}."


def discovery_answer(
    *, contact: str, key_service: str, url: str, changeset: dt.datetime, is_test: bool
) -> shapes.Discovery:
    """Return where the services are, how to get a key, and when any of that changed."""
    at = _moment(changeset)
    endpoint = shapes.Endpoint(
        specification=SPECIFICATION,
        url=url,
        changeset=at,
        type="test" if is_test else "production",
        formats=list(FORMATS.values()),
    )
    return shapes.Discovery(changeset=at, contact=contact, key_service=key_service, endpoints=[endpoint])


# Private


def _attributes(offer: Offer) -> list[shapes.Attribute]:
    """Return what is asked, and before it what only has to be known."""
    told = [_longest(offer.longest)] if offer.longest < LONGEST_DESCRIPTION else []
    made = [*told, *(_attribute(one) for one in offer.asked)]
    return [replace(one, order=number) for number, one in enumerate(made, start=1)]


def _attribute(one: Attribute) -> shapes.Attribute:
    conditional = "Only asked where the other answers call for it." if one.is_conditional else ""
    return shapes.Attribute(
        variable=True,
        code=one.code,
        datatype=one.datatype,
        required=one.required,
        datatype_description=" ".join(part for part in (one.hint, conditional) if part) or None,
        order=0,
        description=one.label,
        values=[shapes.Value(key=key, name=name) for key, name in one.values],
    )


def _longest(characters: int) -> shapes.Attribute:
    """Return what tells how long a description may be."""
    return shapes.Attribute(
        variable=False,
        code="description-length",
        datatype="text",
        required=False,
        datatype_description=None,
        order=0,
        description=f"Describe it in at most {characters:,} characters.",
        values=[],
    )


def _moment(at: dt.datetime) -> str:
    return moment_words(timezone.localtime(at))


def _end_of(on: dt.date) -> str:
    """Return the last second of a day, in London."""
    ends = start_of_day(on + dt.timedelta(days=1), timezone.get_default_timezone()) - dt.timedelta(seconds=1)
    return moment_words(ends)
