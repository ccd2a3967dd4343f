"""Addresses of a council's look and of the pages about itself; below `-/`, which no service can be called."""

from django.urls import path

from commonwheel.apps.authorities import views

app_name = "authorities"
council_urlpatterns = [
    path("-/look/<slug:digest>.css", views.look, name="look"),
    path("-/logo/<slug:digest>", views.logo, name="logo"),
    path("-/accessibility/", views.accessibility, name="accessibility"),
    path("-/contact/", views.contact, name="contact"),
    path("-/cookies/", views.cookies, name="cookies"),
]
