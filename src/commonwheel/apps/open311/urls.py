"""Addresses of the interface for programs, of a council and of the node, and of the administrators' page."""

from django.urls import URLPattern, include, path, re_path

from commonwheel.apps.open311.views import partners, programs
from commonwheel.apps.open311.views.programs import Door

app_name = "open311"
_FORMAT = r"\.(?P<format>[a-z]{1,10})$"
_DOORS: tuple[tuple[str, str, Door], ...] = (
    (r"discovery", "discovery", programs.discovery),
    (r"v2/discovery", "discovery-v2", programs.discovery),
    (r"v2/services", "services", programs.services),
    (r"v2/services/(?P<code>[a-zA-Z0-9._-]{1,120})", "definition", programs.definition),
    (r"v2/requests", "requests", programs.requests),
    (r"v2/requests/(?P<reference>[a-zA-Z0-9._-]{1,40})", "request", programs.request),
    (r"v2/tokens/(?P<token>[a-zA-Z0-9._-]{1,40})", "token", programs.token),
)


def _patterns(*, of_node: bool) -> list[URLPattern]:
    """Return the addresses; those of the node have names of their own."""
    return [
        re_path(
            rf"^{route}{_FORMAT}",
            door.of_node if of_node else door.of_council,
            name=f"node-{name}" if of_node else name,
        )
        for route, name, door in _DOORS
    ]


node_urlpatterns = [
    path("api/open311/openapi.json", programs.description, name="description"),
    path("api/open311/", include(_patterns(of_node=True))),
]
api_urlpatterns = [path("open311/", include(_patterns(of_node=False)))]
staff_urlpatterns = [
    path("partners/", partners.partners, name="partners"),
    path("partners/<uuid:partner_id>/end/", partners.end, name="end"),
]
