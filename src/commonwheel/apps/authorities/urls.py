"""Addresses of a council's look; below `-/`, which no service can be called."""

from django.urls import path

from commonwheel.apps.authorities import views

app_name = "authorities"
council_urlpatterns = [path("-/look/<slug:digest>.css", views.look, name="look")]
