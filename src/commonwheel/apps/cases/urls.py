"""Addresses of requests, for officers."""

from django.urls import path

from commonwheel.apps.cases import views

app_name = "cases"
staff_urlpatterns = [
    path("requests/", views.queue, name="queue"),
    path("requests/<uuid:case_id>/", views.show, name="request"),
    path("requests/<uuid:case_id>/move/<slug:state>/", views.move, name="move"),
    path("requests/<uuid:case_id>/note/", views.note, name="note"),
    path("requests/<uuid:case_id>/assign/", views.assign, name="assign"),
    path("requests/<uuid:case_id>/files/<uuid:upload_id>/", views.file, name="file"),
]
