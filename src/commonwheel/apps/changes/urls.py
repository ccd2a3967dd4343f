"""Addresses on which staff change a service."""

from django.urls import include, path

from commonwheel.apps.changes.views import (
    bringing,
    downloading,
    drafting,
    examples,
    publishing,
    signing,
    starting,
    updating,
)

app_name = "changes"
_of_a_service = [
    path("", drafting.overview, name="overview"),
    path("begin/", drafting.begin, name="begin"),
    path("settings/<str:at>/", drafting.setting, name="setting"),
    path("words/<str:at>/", drafting.words, name="words"),
    path("welsh/<str:at>/", drafting.welsh, name="welsh"),
    path("add-question/<str:at>/", drafting.add_question, name="add-question"),
    path("add-page/<str:at>/", drafting.add_page, name="add-page"),
    path("hide/<str:at>/", drafting.hide, name="hide"),
    path("move/<str:at>/", drafting.move, name="move"),
    path("move-to/<str:at>/", drafting.move_to, name="move-to"),
    path("differences/", drafting.differences, name="differences"),
    path("put-back/", drafting.put_back, name="put-back"),
    path("discard/", drafting.discard, name="discard"),
    path("send/", publishing.send, name="send"),
    path("publish/", publishing.publish, name="publish"),
    path("history/", publishing.history, name="history"),
    path("history/<uuid:publication_id>/", publishing.publish_again, name="publish-again"),
    path("update/", updating.update, name="update"),
    path("update/decide/<slug:kind>/<str:at>/", updating.decide, name="decide"),
    path("update/leave/", updating.leave, name="leave"),
    path("different/", updating.different, name="different"),
    path("share/", downloading.download, name="download"),
    path("examples/", examples.examples, name="examples"),
    path("examples/<slug:example>/remove/", examples.remove, name="remove-example"),
]
_signing = [
    path("", signing.sign_off, name="sign-off"),
    path("put-live/", signing.put_live, name="put-live"),
    path("<slug:part>/", signing.sign, name="sign"),
]
staff_urlpatterns = [
    path("services/start/", starting.start, name="start"),
    path("services/start/from-a-form/whole/", bringing.bring, name="bring"),
    path("services/<slug:slug>/change/", include(_of_a_service)),
    path("services/<slug:slug>/sign-off/", include(_signing)),
    path("sign-offs/", signing.rules, name="rules"),
    path("sign-offs/<slug:part>/", signing.rule, name="rule"),
]
