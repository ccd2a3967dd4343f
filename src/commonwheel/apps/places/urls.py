"""Addresses of the page that says who serves a place."""

from django.urls import path

from commonwheel.apps.places import views

app_name = "places"
node_urlpatterns = [path("places/", views.serving, name="serving")]
