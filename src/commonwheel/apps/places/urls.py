"""Addresses of the page that says who serves a place, and of what programs may ask about places."""

from django.urls import path

from commonwheel.apps.places.views import level, page, programs

app_name = "places"
node_urlpatterns = [
    path("places/", page.serving, name="serving"),
    path("places/level/", level.level, name="level"),
    path("api/places/who", programs.who, name="api-who"),
    path("api/places/postcodes/<str:postcode>", programs.postcode, name="api-postcode"),
    path("api/places/points", programs.point, name="api-point"),
    path("api/places/areas", programs.areas, name="api-areas"),
    path("api/places/areas/<str:area>", programs.area, name="api-area"),
    path("api/places/bulk", programs.many, name="api-bulk"),
    path("api/places/openapi.json", programs.description, name="api-description"),
]
