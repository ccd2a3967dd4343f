"""Addresses of journeys. A step's place is made by `rules.paths.step_slug`, which keeps it off the fixed pages."""

from django.urls import include, path

from commonwheel.apps.journeys.views import (
    deciding,
    entering,
    entries,
    files,
    following,
    saving,
    sending,
    start,
    steps,
    trying,
)

app_name = "journeys"
staff_urlpatterns = [
    path("requests/enter/", entering.enter, name="enter"),
    path("requests/enter/saved/", entering.by_link, name="by_link"),
    path("requests/enter/<uuid:journey_id>/", entering.carry_on, name="carry_on"),
    path("services/<slug:slug>/try/", trying.try_, name="try"),
    path("services/<slug:slug>/try/<slug:handle>/", trying.trial, name="trial"),
    path("services/<slug:slug>/try/<slug:handle>/keep/", trying.keep, name="keep-trial"),
]
_pages_of_a_journey = [
    path("", sending.enter, name="journey"),
    path("check-answers/", sending.check, name="check"),
    path("sent/", sending.sent, name="sent"),
    path("sent/copy/", sending.copy, name="copy"),
    path("change/", sending.change, name="change"),
    path("save/", saving.save, name="save"),
    path("council/", deciding.council, name="council"),
    path("next/<slug:then>/", following.follow, name="next"),
    path("stop/<slug:stop>/", sending.stop, name="stop"),
    path("files/<uuid:upload>/", files.download, name="file"),
    path("<slug:step>/", steps.step, name="step"),
    path("<slug:step>/<slug:group>/<int:number>/", entries.entry, name="entry"),
]
council_urlpatterns = [
    path("resume/<str:token>/", saving.resume, name="resume"),
    path("<slug:service>/", start.start, name="start"),
    path("<slug:service>/<slug:handle>/", include(_pages_of_a_journey)),
]
