"""Addresses of the shared library as a council's staff see it."""

from django.urls import path

from commonwheel.apps.adoption import views

app_name = "adoption"
_OFFER = "library/<slug:publisher>/<slug:service>/"
staff_urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/what-we-say/", views.voice, name="voice"),
    path("library/updates/", views.updates, name="updates"),
    path("library/updates/<slug:slug>/", views.update, name="update"),
    path("services/<slug:slug>/look/", views.examples, name="examples"),
    path("services/<slug:slug>/look/<slug:example>/", views.look_at_ours, name="look-at-ours"),
    path(_OFFER, views.offer, name="offer"),
    path(f"{_OFFER}look/<slug:example>/", views.look, name="look"),
    path(f"{_OFFER}set-up/", views.adopt, name="adopt"),
]
