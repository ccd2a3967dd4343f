"""Addresses of the shared library as a council's staff see it."""

from django.urls import path

from commonwheel.apps.adoption.views import bringing, library

app_name = "adoption"
_OFFER = "library/<slug:publisher>/<slug:service>/"
staff_urlpatterns = [
    path("services/start/from-a-form/", bringing.compare, name="compare"),
    path("library/", library.library, name="library"),
    path("library/what-we-say/", library.voice, name="voice"),
    path("library/updates/", library.updates, name="updates"),
    path("library/updates/<slug:slug>/", library.update, name="update"),
    path("services/<slug:slug>/look/", library.examples, name="examples"),
    path("services/<slug:slug>/look/<slug:example>/", library.look_at_ours, name="look-at-ours"),
    path(_OFFER, library.offer, name="offer"),
    path(f"{_OFFER}look/<slug:example>/", library.look, name="look"),
    path(f"{_OFFER}set-up/", library.adopt, name="adopt"),
]
