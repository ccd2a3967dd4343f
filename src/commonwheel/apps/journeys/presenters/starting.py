"""The page on which a service begins."""

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.pages import StartPage
from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.apps.services import api as services
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import CouncilRequest


def start_page(request: CouncilRequest, wording: Wording, *, service: services.ServiceView) -> StartPage:
    """Return what the page shows, in the language of the wording."""
    council = request.council
    data = wording.effective.pattern.data
    return StartPage(
        title=wording.title(),
        summary=wording.summary(),
        lang="" if wording.language == request.language.partition("-")[0] else wording.language,
        needs=wording.step_titles(),
        start_url=council_url(council, "journeys:start", service=service.slug),
        privacy=_("We ask for this under %(law)s.") % {"law": data.power} if data else "",
    )
