"""Addresses of journeys. A step's place is made by `rules.paths.step_slug`, which keeps it off the fixed pages."""

from django.urls import path

from commonwheel.apps.journeys.views import entries, files, saving, sending, start, steps

app_name = "journeys"
_JOURNEY = "<slug:service>/<slug:handle>/"
council_urlpatterns = [
    path("resume/<str:token>/", saving.resume, name="resume"),
    path("<slug:service>/", start.start, name="start"),
    path(_JOURNEY, sending.enter, name="journey"),
    path(f"{_JOURNEY}check-answers/", sending.check, name="check"),
    path(f"{_JOURNEY}sent/", sending.sent, name="sent"),
    path(f"{_JOURNEY}change/", sending.change, name="change"),
    path(f"{_JOURNEY}save/", saving.save, name="save"),
    path(f"{_JOURNEY}stop/<slug:stop>/", sending.stop, name="stop"),
    path(f"{_JOURNEY}files/<uuid:upload>/", files.download, name="file"),
    path(f"{_JOURNEY}<slug:step>/", steps.step, name="step"),
    path(f"{_JOURNEY}<slug:step>/<slug:group>/<int:number>/", entries.entry, name="entry"),
]
