"""Addresses of a council's front page."""

from django.urls import path

from commonwheel.apps.services import views

app_name = "services"
council_urlpatterns = [path("", views.home, name="home")]
