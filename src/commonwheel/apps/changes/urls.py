"""Addresses on which staff change a service."""

from django.urls import path

from commonwheel.apps.changes import views

app_name = "changes"
_HERE = "services/<slug:slug>/change/"
staff_urlpatterns = [
    path(_HERE, views.overview, name="overview"),
    path(f"{_HERE}begin/", views.begin, name="begin"),
    path(f"{_HERE}settings/<str:at>/", views.setting, name="setting"),
    path(f"{_HERE}words/<str:at>/", views.words, name="words"),
    path(f"{_HERE}add-question/<str:at>/", views.add_question, name="add-question"),
    path(f"{_HERE}add-page/<str:at>/", views.add_page, name="add-page"),
    path(f"{_HERE}hide/<str:at>/", views.hide, name="hide"),
    path(f"{_HERE}move/<str:at>/", views.move, name="move"),
    path(f"{_HERE}differences/", views.differences, name="differences"),
    path(f"{_HERE}put-back/", views.put_back, name="put-back"),
    path(f"{_HERE}send/", views.send, name="send"),
    path(f"{_HERE}publish/", views.publish, name="publish"),
    path(f"{_HERE}discard/", views.discard, name="discard"),
    path(f"{_HERE}history/", views.history, name="history"),
    path(f"{_HERE}history/<uuid:publication_id>/", views.publish_again, name="publish-again"),
]
