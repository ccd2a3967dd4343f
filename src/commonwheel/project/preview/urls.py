"""Addresses of a preview: its own pages, and below its council those of the service itself."""

from django.conf import settings
from django.urls import include, path

from commonwheel.foundation.addresses import Patterns, mounted
from commonwheel.project.preview import views
from commonwheel.project.views import health

_PAGES: Patterns = [
    path("", views.front, name="front"),
    path("preview/account/", views.account, name="account"),
    path("preview/status/", views.status, name="status"),
    path("preview/messages/", views.messages, name="messages"),
    path("preview/states/", views.states, name="states"),
    path("preview/guidance/", views.guidance, name="guidance"),
    path("preview/page/<slug:page>/", views.page, name="page"),
    path("preview/stop/<slug:stop>/", views.stop, name="stop"),
    path("preview/walk/<slug:example>/", views.walk_example, name="walk"),
    path("preview/check/<slug:example>/", views.check, name="check"),
    path("preview/sent/<slug:example>/", views.sent, name="sent"),
]
urlpatterns: Patterns = [
    path("", include((_PAGES, "preview"))),
    path("health/", health, name="health"),
    path("staff/account/", include("commonwheel.apps.accounts.urls.sign_in")),
    *mounted(settings.PAGES, own_host=False),
]
handler400 = "commonwheel.project.views.not_understood"
handler403 = "commonwheel.project.views.not_allowed"
handler404 = "commonwheel.project.views.not_found"
handler500 = "commonwheel.project.views.not_working"
