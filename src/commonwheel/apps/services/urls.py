"""Addresses of a council's front page, and of what its staff see of its services."""

from django.urls import path

from commonwheel.apps.services import views

app_name = "services"
council_urlpatterns = [path("", views.home, name="home"), path("-/privacy/", views.privacy, name="privacy")]
staff_urlpatterns = [path("services/", views.list_, name="list")]
