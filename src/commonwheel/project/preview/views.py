"""The preview's own pages, and its ways straight into the service's."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.journeys.rules.paths import step_slug
from commonwheel.apps.journeys.views.cookies import give_cookie
from commonwheel.design.markdown import html_of
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope
from commonwheel.project.preview.account import chosen_facts, forget_facts, keep_facts, read_facts
from commonwheel.project.preview.examples import Walked, walked_examples
from commonwheel.project.preview.front import Shelf, default_example, facts_of_service, front_page
from commonwheel.project.preview.newest import newest, remember_example, the_choice, the_council, the_service
from commonwheel.project.preview.presenters import frame, letter_views
from commonwheel.project.preview.states import states_page
from commonwheel.project.preview.unreached import stop_response

NOT_TAKEN = 422


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """List everything that the service has."""
    return render(request, "preview/front.html", {"frame": frame(), "page": front_page(_shelf(request))})


@open_to_all
@require_POST
def account(request: HttpRequest) -> HttpResponse:
    """Take what is known of the resident on every page from now on, or leave it to the examples again."""
    shelf = _shelf(request)
    response = HttpResponseRedirect(f"{_front_url(shelf)}#account")
    if request.POST.get("do") == "forget":
        forget_facts(response)
        return response
    posted = {name: str(value) for name, value in request.POST.items()}
    known, wrong = read_facts(facts_of_service(shelf), posted)
    if wrong:
        page = front_page(shelf, posted=posted, wrong=wrong)
        return render(request, "preview/front.html", {"frame": frame(), "page": page}, status=NOT_TAKEN)
    keep_facts(response, known)
    return response


@open_to_all
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Say which state of the folder is the newest, for the pages that wait for another."""
    del request
    return JsonResponse({"mark": newest().mark}, headers={"Cache-Control": "no-store"})


@open_to_all
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Show every message as its reader gets it."""
    shelf = _shelf(request)
    letters = letter_views(shelf.seen, shelf.walked.get(shelf.chosen), shelf.language, council=shelf.council)
    values = {"frame": frame(), "letters": letters, "shelf": shelf, "front_url": _front_url(shelf)}
    return render(request, "preview/messages.html", values)


@open_to_all
@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Show the guidance as officers read it."""
    shelf = _shelf(request)
    words = html_of(shelf.seen.bundle.guidance) if shelf.seen.bundle else ""
    return render(request, "preview/guidance.html", {"frame": frame(), "words": words, "front_url": _front_url(shelf)})


@open_to_all
@require_safe
def states(request: HttpRequest) -> HttpResponse:
    """Draw the states and the moves between them."""
    shelf = _shelf(request)
    values = {"frame": frame(), "page": states_page(shelf), "front_url": _front_url(shelf)}
    return render(request, "preview/states.html", values)


@open_to_all
@require_safe
def page(request: HttpRequest, page: str) -> HttpResponse:
    """Lead straight to a page of questions, with the answers of an example."""
    shelf = _shelf(request)
    walked = _chosen(shelf)
    if page not in walked.pages:
        raise Http404
    return _begin(shelf, walked, "journeys:step", passed=walked.stops, step=step_slug(page))


@open_to_all
@require_safe
def stop(request: HttpRequest, stop: str) -> HttpResponse:
    """Lead straight to a stop; one that no example reaches is shown by itself."""
    shelf = _shelf(request)
    walked = shelf.walked.get(shelf.chosen)
    if walked is None or stop not in walked.stops:
        return stop_response(request, shelf, stop)
    return _begin(shelf, walked, "journeys:stop", passed=walked.passed_before(stop), stop=stop)


@open_to_all
@require_safe
def walk_example(request: HttpRequest, example: str) -> HttpResponse:
    """Lead to the first page of an example, with its answers."""
    shelf = _shelf(request, example=example)
    walked = _chosen(shelf)
    if not walked.pages:
        raise Http404
    return _begin(shelf, walked, "journeys:step", passed=(), step=step_slug(walked.pages[0]))


@open_to_all
@require_safe
def check(request: HttpRequest, example: str) -> HttpResponse:
    """Lead straight to "check your answers"."""
    shelf = _shelf(request, example=example)
    walked = _chosen(shelf)
    return _begin(shelf, walked, "journeys:check", passed=walked.stops)


@open_to_all
@require_safe
def sent(request: HttpRequest, example: str) -> HttpResponse:
    """Send an example, and lead to its confirmation."""
    shelf = _shelf(request, example=example)
    walked = _chosen(shelf)
    if not walked.complete:
        raise Http404
    started = _started(shelf, walked, passed=walked.stops)
    with council_scope(shelf.council.id):
        journey = journeys.get_journey(
            shelf.council.id,
            service_slug=shelf.service.slug,
            handle=started.handle,
            secret=started.secret,
            now=walked.moment,
        )
        journeys.send(journey, seen_version=journey.version, walked=lambda _journey: walked.walk, now=walked.moment)
    return _lead(shelf, started, "journeys:sent")


# Private


def _shelf(request: HttpRequest, *, example: str = "") -> Shelf:
    service, council, seen = the_service(), the_council(), newest()
    if service is None:
        raise Http404
    known = chosen_facts(request)
    walked = walked_examples(seen, known=known)
    wanted = example or request.GET.get("example", "")
    asked = request.GET.get("language", "") or the_choice().language
    return Shelf(
        seen=seen,
        service=service,
        council=council,
        walked=walked,
        chosen=wanted if wanted in walked else default_example(walked),
        language=asked if asked in council.languages else council.languages[0],
        known=known,
    )


def _chosen(shelf: Shelf) -> Walked:
    try:
        return shelf.walked[shelf.chosen]
    except KeyError:
        raise Http404 from None


def _front_url(shelf: Shelf) -> str:
    return reverse("preview:front") + shelf.query()


def _begin(shelf: Shelf, walked: Walked, name: str, *, passed: Sequence[str], **names: str) -> HttpResponse:
    return _lead(shelf, _started(shelf, walked, passed=passed), name, **names)


def _started(shelf: Shelf, walked: Walked, *, passed: Sequence[str]) -> journeys.Started:
    with council_scope(shelf.council.id):
        started = journeys.begin_with(
            shelf.council.id,
            service_id=shelf.service.id,
            digest=walked.effective.digest,
            language=shelf.language,
            answers=walked.answers,
            passed_stops=passed,
            now=walked.moment,
        )
    remember_example(started.handle, walked.id)
    return started


def _lead(shelf: Shelf, started: journeys.Started, name: str, **names: str) -> HttpResponse:
    address = council_url(shelf.council, name, service=shelf.service.slug, handle=started.handle, **names)
    response = HttpResponseRedirect(f"{address}?language={shelf.language}")
    give_cookie(response, shelf.council, service=shelf.service.slug, started=started)
    return response
