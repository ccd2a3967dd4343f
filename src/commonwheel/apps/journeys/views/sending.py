"""Check, send, and the confirmation; and what stops on the way."""

from dataclasses import replace

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys.actions.answering import store_answers
from commonwheel.apps.journeys.actions.changing import apply_change, forget_change
from commonwheel.apps.journeys.actions.sending import AnswersChanged, JourneyNotComplete, send
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.checking import change_page, check_page, stop_page
from commonwheel.apps.journeys.presenters.deciding import goes_to
from commonwheel.apps.journeys.presenters.pages import CheckPage, SentPage, StopPage
from commonwheel.apps.journeys.presenters.script import check_script, is_spoken, sent_script
from commonwheel.apps.journeys.presenters.sent import sent_page
from commonwheel.apps.journeys.views.following import offers
from commonwheel.apps.journeys.views.steps import page_after
from commonwheel.apps.journeys.views.visit import CHANGING, Visit, journey_page, open_only
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.running.programme import PlacedStop
from commonwheel.design.frame import Link
from commonwheel.foundation.links import council_url, node_url


@journey_page
def enter(visit: Visit) -> HttpResponse:
    """Lead to where they were."""
    return HttpResponseRedirect(visit.url("sent") if visit.journey.closed_at else visit.on_url())


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def check(visit: Visit) -> HttpResponse:
    """Show all answers; send them when asked."""
    if visit.request.method == "POST":
        return _send(visit)
    if visit.journey.pending is not None:
        return HttpResponseRedirect(visit.url("change"))
    if visit.on_url() != visit.url("check"):
        return HttpResponseRedirect(visit.on_url())
    return visit.render("check", _check_page(visit))


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def stop(visit: Visit, stop: str) -> HttpResponse:
    """Say that the service is not for them; go on anyway when asked and the law does not forbid it."""
    placed = visit.walk.stop
    if placed is None or placed.stop.id != stop:
        return HttpResponseRedirect(visit.on_url())
    if visit.request.method != "POST" or placed.stop.law is not None:
        return visit.render("stop", _stop_page(visit, placed))
    journey = visit.journey
    passed = [*journey.passed_stops, placed.stop.id]
    store_answers(
        journey,
        answers=journey.answers,
        passed_stops=passed,
        pending=journey.pending,
        language=visit.kept_language,
        now=visit.now,
    )
    again = visit.again()
    return HttpResponseRedirect(page_after(again, again.walk, visit.walk.pages[-1].page.id))


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def change(visit: Visit) -> HttpResponse:
    """List the answers that a change makes needless; drop them, or the change, as they choose."""
    pending = visit.journey.pending
    if pending is None:
        return HttpResponseRedirect(visit.on_url())
    if visit.request.method != "POST":
        page = change_page(
            visit.wording,
            answers=visit.journey.answers,
            dropped=pending["dropped"],
            back_url=visit.step_url(pending["page"]),
            is_spoken=is_spoken(visit.journey),
        )
        return visit.render("change", page)
    if visit.request.POST.get("choice") == "change":
        apply_change(visit.journey, language=visit.kept_language, now=visit.now)
    else:
        forget_change(visit.journey, language=visit.kept_language, now=visit.now)
    again = visit.again()
    return HttpResponseRedirect(page_after(again, again.walk, pending["page"]))


@journey_page
def sent(visit: Visit) -> HttpResponse:
    """Show the reference and what happens next."""
    if visit.journey.closed_at is None:
        return HttpResponseRedirect(visit.on_url())
    return visit.render("sent", _sent_page(visit))


@journey_page
def copy(visit: Visit) -> HttpResponseBase:
    """Give the printed copy of what was sent; a protected service leaves none on a device."""
    opened = cases.find_opened(visit.council.id, journey_id=visit.journey.id)
    if opened is None or _is_protected(visit) or visit.helper is not None:
        return HttpResponseRedirect(visit.on_url())
    name, content = cases.open_copy(visit.council.id, case_id=opened.id)
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")


def _is_protected(visit: Visit) -> bool:
    return bool(visit.wording.effective.pattern.protect)


def _send(visit: Visit) -> HttpResponse:
    seen = visit.request.POST.get("version", "")
    try:
        send(
            visit.journey,
            seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,  # noqa: PLR2004  # fits any counter
            walked=visit.walked_to_send,
            now=visit.now,
            staff=visit.staff,
            account_id=accounts.account_of(visit.request),
        )
    except AnswersChanged:
        again = visit.again()
        if not again.walk.complete:
            return HttpResponseRedirect(again.on_url())
        notice = _("Your answers were changed after you opened this page. Check them again, then send.")
        return again.render("check", _check_page(again, notice=notice), status=409)
    except JourneyNotComplete:
        again = visit.again()
        if again.on_url() == visit.url("check"):
            return again.problem(problems.fee_unknown(visit.url("check")), status=409)
        return HttpResponseRedirect(again.on_url())
    charge = _charge(visit)
    return HttpResponseRedirect(_pay_url(visit, charge) if charge and charge.can_be_paid else visit.url("sent"))


def _charge(visit: Visit) -> payments.ChargeView | None:
    """Return what was sent costs; services without a fee are not looked up."""
    if not visit.programme.fee:
        return None
    opened = cases.find_opened(visit.council.id, journey_id=visit.journey.id)
    return payments.find_charge(visit.council.id, case_id=opened.id) if opened else None


def _pay_url(visit: Visit, charge: payments.ChargeView) -> str:
    return council_url(visit.council, "payments:pay", token=charge.token)


def _check_page(visit: Visit, *, notice: str = "") -> CheckPage:
    pages = visit.walk.pages
    page = check_page(
        visit.wording,
        visit.walk,
        council=visit.council,
        step_url=lambda page: f"{visit.step_url(page)}?{CHANGING}",
        back_url=visit.step_url(pages[-1].page.id) if pages else visit.url("journey"),
        save_url=visit.save_url,
        version=visit.journey.version,
        notice=notice,
        goes_to=goes_to(visit.holding, visit.council, language=visit.language),
    )
    return replace(page, say=check_script()) if is_spoken(visit.journey) else page


def _stop_page(visit: Visit, placed: PlacedStop) -> StopPage:
    wanted = placed.stop.start
    other = services.find_live_by_pattern(visit.council.id, pattern_name=wanted) if wanted else None
    return stop_page(
        visit.wording,
        placed,
        answers=visit.walk.answers,
        council=visit.council,
        start_url=council_url(visit.council, "journeys:start", service=other.slug) if other else "",
        start_title=other.title_in(visit.language) if other else "",
        phone=visit.journey.phone,
        back_url=visit.step_url(visit.walk.pages[-1].page.id),
        is_spoken=is_spoken(visit.journey),
    )


def _sent_page(visit: Visit) -> SentPage:
    journey, charge = visit.journey, _charge(visit)
    page = sent_page(
        visit.wording,
        answers=journey.answers,
        reference=journey.reference,
        sent_at=journey.closed_at or visit.now,
        received_at=visit.received_at,
        council=visit.council,
        officer_links=_officer_links(visit),
        track_url=council_url(visit.council, "my_account:track"),
        account_url="" if _is_protected(visit) else node_url("my_account:requests"),
        copy_url="" if _is_protected(visit) else visit.url("copy"),
        is_signed_in=accounts.account_of(visit.request) is not None,
        offers=offers(visit),
        cost=charge.cost_in(visit.language) if charge else None,
        pay_url=_pay_url(visit, charge) if charge and charge.can_be_paid else "",
        is_paid=charge is not None and charge.paid_at is not None,
        went_to=visit.council.name_in(visit.language) if visit.placing else "",
    )
    if visit.helper is not None:
        # The request is another council's now; its officer here has the reference to give, and no more of it.
        page = replace(page, sections=(), copy_url="", account_url="")
    if not is_spoken(journey):
        return page
    went = _("It has gone to %(name)s.") % {"name": page.went_to} if page.went_to else ""
    return replace(page, say=sent_script(journey.reference, following=(went, page.next_words, *page.clocks)))


def _officer_links(visit: Visit) -> list[Link]:
    """Return where an officer goes on who entered this for somebody."""
    if visit.staff is None:
        return []
    links = [Link(_("Enter another request"), visit.beginning_url())]
    if visit.helper is not None:
        return links
    opened = cases.find_opened(visit.council.id, journey_id=visit.journey.id)
    if opened is not None:
        links.insert(0, Link(_("Open the request"), council_url(visit.council, "cases:request", case_id=opened.id)))
    return links
