"""Addresses on the node's own host."""

from django.conf import settings
from django.urls import include, path

from commonwheel.foundation.addresses import Patterns, mounted
from commonwheel.project import help as help_pages
from commonwheel.project import pages
from commonwheel.project.views import health

urlpatterns: Patterns = [
    path("", pages.front, name="front"),
    path("demonstration/", pages.people, name="people"),
    path("demonstration/differences/", pages.compare, name="differences"),
    path("health/", health, name="health"),
    path("help/", help_pages.contents, name="help-contents"),
    path("help/<slug:guide>/", help_pages.guide, name="help"),
    path("staff/account/", include("commonwheel.apps.accounts.urls.sign_in")),
    *mounted(settings.PAGES, own_host=False),
]
handler400 = "commonwheel.project.views.not_understood"
handler403 = "commonwheel.project.views.not_allowed"
handler404 = "commonwheel.project.views.not_found"
handler500 = "commonwheel.project.views.not_working"
