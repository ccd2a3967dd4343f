"""Addresses of payments."""

from django.urls import path

from commonwheel.apps.payments import views

app_name = "payments"
council_urlpatterns = [
    path("payment/simulated/<str:token>/", views.simulated, name="simulated"),
    path("payment/<str:token>/", views.pay, name="pay"),
]
