"""Addresses of the page that says who serves a place, and of what programs may ask about places."""

from django.urls import include, path

from commonwheel.apps.places.views import level, page, programs

app_name = "places"
# Below one prefix, so that no other address is held against each of these; who asks for one asks for thousands.
_PROGRAMS = [
    path("postcodes/<str:postcode>", programs.postcode, name="api-postcode"),
    path("points", programs.point, name="api-point"),
    path("who", programs.who, name="api-who"),
    path("bulk", programs.many, name="api-bulk"),
    path("areas", programs.areas, name="api-areas"),
    path("areas/<str:area>", programs.area, name="api-area"),
    path("openapi.json", programs.description, name="api-description"),
]
node_urlpatterns = [
    path("api/places/", include(_PROGRAMS)),
    path("places/", page.serving, name="serving"),
    path("places/level/", level.level, name="level"),
]
