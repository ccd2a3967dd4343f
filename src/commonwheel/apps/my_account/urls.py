"""Addresses of tracking."""

from django.urls import path

from commonwheel.apps.my_account import views

app_name = "my_account"
council_urlpatterns = [
    path("track/", views.ask, name="track"),
    path("track/link/<str:token>/", views.link, name="link"),
    path("track/link-ended/", views.link_ended, name="link_ended"),
    path("track/request/", views.status, name="status"),
    path("track/request/files/<uuid:upload_id>/", views.file, name="file"),
    path("track/leave/", views.leave, name="leave"),
]
