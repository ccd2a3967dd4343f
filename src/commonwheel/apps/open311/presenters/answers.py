"""Answers for programs, in the shape of GeoReport version 2: nothing that a resident wrote is in any of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from commonwheel.apps.cases import api as cases
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


def errors_answer(reason: QuestionIsWrong) -> Answer:
    """Return what is wrong with a question."""
    return [{"code": reason.status, "description": says} for says in reason.reasons]


def services_answer(offers: Iterable[Offer]) -> Answer:
    """Return the list of services."""
    return [
        {
            "service_code": one.code,
            "service_name": one.name,
            "description": one.summary,
            "metadata": bool(_attributes(one)),
            "type": "realtime",
            "keywords": "",
            "group": one.group,
        }
        for one in offers
    ]


def definition_answer(offer: Offer) -> Answer:
    """Return what one service asks."""
    return {"service_code": offer.code, "attributes": _attributes(offer)}


def taken_answer(report: ReportView, notices: Sequence[str]) -> Answer:
    """Return what became of a report; `notices` are what its sender should read."""
    return [{"service_request_id": report.reference, "service_notice": "\n\n".join(notices), "account_id": None}]


def token_answer(report: ReportView) -> Answer:
    """Return the request of a token: every request has its reference at once, which is its token too."""
    return [{"service_request_id": report.reference, "token": report.reference}]


def request_answer(report: ReportView, standing: cases.Standing, council: CouncilView) -> Answer:
    """Return how a request stands."""
    effective = cases.effective_of(standing.digest)
    label = cases.state_label(effective, standing.state, "en")
    hint = cases.state_hint(effective, standing.state, "en")
    return {
        "service_request_id": report.reference,
        "status": "open" if standing.is_open else "closed",
        "status_notes": f"{label}. {hint}".rstrip(" .") + "." if hint else f"{label}.",
        "service_name": report.service_name,
        "service_code": report.service_code,
        "description": None,
        "agency_responsible": council.name,
        "service_notice": promise_words(standing) or None,
        "requested_datetime": _moment(report.received_at),
        "updated_datetime": _moment(standing.since),
        "expected_datetime": _end_of(standing.due_on) if standing.due_on else None,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def promise_words(standing: cases.Standing) -> str:
    """Return what is promised of a request by when; "" where nothing is."""
    if standing.due_on is None:
        return ""
    effective, clock = cases.effective_of(standing.digest), standing.due_clock
    label = cases.clock_label(effective, clock, "en") if clock else ""
    return f"{label or 'We aim to finish this by'} {day(standing.due_on)}."


def discovery_answer(*, contact: str, key_service: str, url: str, changeset: dt.datetime, is_test: bool) -> Answer:
    """Return where the services are, how to get a key, and when any of that changed."""
    at = _moment(changeset)
    endpoint = {
        "specification": SPECIFICATION,
        "url": url,
        "changeset": at,
        "type": "test" if is_test else "production",
        "formats": list(FORMATS.values()),
    }
    return {"changeset": at, "contact": contact, "key_service": key_service, "endpoints": [endpoint]}


# Private


def _attributes(offer: Offer) -> list[dict[str, Any]]:
    """Return what is asked, and before it what only has to be known."""
    asked = [_attribute(one) for one in offer.asked]
    told = [_told("description-length", f"Describe it in at most {offer.longest:,} characters.")]
    shown = [*(told if offer.longest < LONGEST_DESCRIPTION else ()), *asked]
    return [{**one, "order": number} for number, one in enumerate(shown, start=1)]


def _attribute(one: Attribute) -> dict[str, Any]:
    conditional = "Only asked where the other answers call for it." if one.is_conditional else ""
    return {
        "variable": True,
        "code": one.code,
        "datatype": one.datatype,
        "required": one.required,
        "datatype_description": " ".join(part for part in (one.hint, conditional) if part) or None,
        "order": 0,
        "description": one.label,
        "values": [{"key": key, "name": name} for key, name in one.values],
    }


def _told(code: str, words: str) -> dict[str, Any]:
    return {
        "variable": False,
        "code": code,
        "datatype": "text",
        "required": False,
        "datatype_description": None,
        "order": 0,
        "description": words,
        "values": [],
    }


def _moment(at: dt.datetime) -> str:
    return moment_words(timezone.localtime(at))


def _end_of(on: dt.date) -> str:
    """Return the last second of a day, in London."""
    ends = start_of_day(on + dt.timedelta(days=1), timezone.get_default_timezone()) - dt.timedelta(seconds=1)
    return moment_words(ends)
