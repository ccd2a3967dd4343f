"""Addresses of where requests go, and of what was not delivered."""

from django.urls import path

from commonwheel.apps.handover import views

app_name = "handover"
staff_urlpatterns = [
    path("where-requests-go/", views.places, name="places"),
    path("where-requests-go/<slug:slug>/", views.setting, name="setting"),
    path("where-requests-go/<slug:slug>/secret/", views.secret, name="secret"),
    path("where-requests-go/<slug:slug>/token/", views.token, name="token"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("undelivered/<uuid:delivery_id>/retry/", views.retry, name="retry"),
]
