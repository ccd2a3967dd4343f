"""Which council it is for: said before it is sent, chosen where that is not certain, and gone on with there."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.actions.answering import Started
from commonwheel.apps.journeys.actions.moving import Moved, choose_here, move_to_council
from commonwheel.apps.journeys.actions.saving import make_resume_link
from commonwheel.apps.journeys.presenters.deciding import FIELD, UNSURE, asking_page, telling_page
from commonwheel.apps.journeys.presenters.script import is_spoken
from commonwheel.apps.journeys.queries import Holder, Holding, get_journey, who_holds
from commonwheel.apps.journeys.rules.keeping import fitting
from commonwheel.apps.journeys.views.cookies import COOKIE, give_cookie
from commonwheel.apps.journeys.views.steps import NOT_TAKEN, page_after
from commonwheel.apps.journeys.views.visit import Visit, journey_page, open_only
from commonwheel.apps.services import api as services
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.scope import council_scope


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def council(visit: Visit) -> HttpResponse:
    """Say which council it is for, or ask; go on there when asked."""
    holding = visit.holding
    if holding is None or visit.walk.stop is not None or visit.is_for_us(visit.walk):
        return HttpResponseRedirect(visit.on_url())
    if visit.request.method != "POST":
        return _show(visit, holding)
    if holding.certain is not None:
        return _go_to(visit, holding, holding.certain)
    return _chosen(visit, holding, visit.request.POST.get(FIELD, ""))


def _show(visit: Visit, holding: Holding, *, error: str = "") -> HttpResponse:
    if holding.certain is not None:
        return _tell(visit, holding.certain)
    page = asking_page(
        holding,
        visit.council,
        language=visit.language,
        back_url=_back_url(visit),
        own_phone=visit.journey.phone,
        is_spoken=is_spoken(visit.journey),
        error=error,
    )
    return visit.render("council", page, status=NOT_TAKEN if error else 200)


def _tell(visit: Visit, holder: Holder) -> HttpResponse:
    page = telling_page(
        holder,
        language=visit.language,
        can_go_on=_can_go_on(visit, holder),
        is_entered=visit.journey.is_entered,
        back_url=_back_url(visit),
        own_phone=visit.journey.phone,
        is_spoken=is_spoken(visit.journey),
    )
    return visit.render("council", page)


def _chosen(visit: Visit, holding: Holding, key: str) -> HttpResponse:
    holder = next((each for each in holding.holders if each.key == key), None)
    may_be_unsure = not holding.is_place_known or holding.own is not None
    if (key == UNSURE and may_be_unsure) or (holder is not None and holder.is_own):
        choose_here(visit.journey, chosen_of=holding.key, now=visit.now)
        again = visit.again()
        return HttpResponseRedirect(page_after(again, again.walk, _placed(visit)))
    if holder is None:
        return _show(visit, holding, error=_("Choose the council it is for"))
    return _go_to(visit, holding, holder)


def _go_to(visit: Visit, holding: Holding, holder: Holder) -> HttpResponse:
    """Go on at the council that has the duty; where it does not run the service here, say where to go instead."""
    if not _can_go_on(visit, holder) or holder.council is None or holder.service is None:
        return _tell(visit, holder)
    moved = _move(visit, holder.council, holder.service, is_chosen=holding.certain is None)
    return going_on(visit, holder.council, holder.service, moved)


def _move(visit: Visit, to: CouncilView, service: services.ServiceView, *, is_chosen: bool) -> Moved:
    after = services.get_programme(service.digest)
    answers = fitting(visit.walk.answers, before=visit.programme, after=after)
    moved = move_to_council(
        visit.journey,
        to=service,
        answers=answers,
        chosen_of=_chosen_there(visit, to, service) if is_chosen else "",
        language=visit.kept_language,
        now=visit.now,
        staff=visit.staff,
    )
    # After the journey that they belong to: uploads without one would never be swept.
    files.copy_uploads(
        visit.council.id, journey_id=visit.journey.id, to_council=service.council_id, to_journey=moved.id
    )
    return moved


def _chosen_there(visit: Visit, to: CouncilView, service: services.ServiceView) -> str:
    """Return the councils that the other one would ask to choose from, so that it does not ask again."""
    duty, placing = visit.walk.duty, visit.placing
    if duty is None or placing is None:
        return ""
    place = visit.walk.answers[placing.id]
    return who_holds(to, duty=duty, place=place, pattern_name=service.pattern_name, on=visit.today).key


def going_on(visit: Visit, to: CouncilView, service: services.ServiceView, moved: Moved) -> HttpResponse:
    """Lead into a journey that this browser began from another: by its cookie, on another host by a link of its own."""
    secret = visit.request.COOKIES.get(COOKIE, "")
    if to.host == visit.council.host:
        address = council_url(to, "journeys:journey", service=service.slug, handle=moved.handle)
        response = HttpResponseRedirect(address)
        give_cookie(response, to, service=service.slug, started=Started(moved.handle, secret))
        return response
    with council_scope(to.id):
        there = get_journey(to.id, service_slug=service.slug, handle=moved.handle, secret=secret, now=visit.now)
        token = make_resume_link(there, now=visit.now)
    return HttpResponseRedirect(absolute_council_url(to, "journeys:resume", token=token))


def _can_go_on(visit: Visit, holder: Holder) -> bool:
    """
    Say whether the other council takes it from here.

    From an officer once, so that it stays plain whose officer it is; from none who acts in a shared service, which is
    about its own services only; and on the same host, as nobody is signed in on another.
    """
    if holder.service is None or holder.council is None:
        return False
    if not visit.journey.is_entered:
        return True
    staff = visit.staff
    is_own_staff = staff is not None and staff.services is None and staff.home_id is None
    return is_own_staff and visit.helper is None and holder.council.host == visit.council.host


def _back_url(visit: Visit) -> str:
    return visit.step_url(_placed(visit))


def _placed(visit: Visit) -> str:
    return visit.placing.page if visit.placing else visit.walk.pages[-1].page.id
