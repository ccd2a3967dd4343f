"""The address of the rehearsal."""

from django.urls import path

from commonwheel.apps.reorganising import views

app_name = "reorganising"
staff_urlpatterns = [path("reorganisation/", views.rehearsal, name="rehearsal")]
