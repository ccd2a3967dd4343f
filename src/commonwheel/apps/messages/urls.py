"""Addresses of messages."""

from django.urls import path

from commonwheel.apps.messages import views

app_name = "messages"
node_urlpatterns = [
    path("demonstration/mailbox/", views.mailbox, name="mailbox"),
    path("demonstration/mailbox/<uuid:letter_id>/", views.letter, name="letter"),
]
staff_urlpatterns = [
    path("messages/<uuid:message_id>/retry/", views.retry, name="retry"),
]
