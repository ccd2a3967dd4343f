"""Addresses of tracking, below a council, and of My account, on the node's own host."""

from django.urls import path

from commonwheel.apps.my_account.views import account
from commonwheel.apps.my_account.views import tracking as views

app_name = "my_account"
node_urlpatterns = [
    path("account/", account.requests, name="requests"),
    path("account/about/", account.about, name="about"),
    path("account/add/", account.add, name="add"),
    path("account/add/<str:token>/", account.keep, name="keep"),
    path("account/requests/<uuid:case_id>/", account.request_, name="request"),
    path("account/requests/<uuid:case_id>/files/<uuid:upload_id>/", account.file, name="request_file"),
    path("account/requests/<uuid:case_id>/copy/", account.copy, name="request_copy"),
    path("account/requests/<uuid:case_id>/remove/", account.remove, name="remove"),
    path("account/delete/", account.delete, name="delete"),
    path("account/deleted/", account.deleted, name="deleted"),
]
council_urlpatterns = [
    path("track/", views.ask, name="track"),
    path("track/link/<str:token>/", views.link, name="link"),
    path("track/link-ended/", views.link_ended, name="link_ended"),
    path("track/request/", views.status, name="status"),
    path("track/request/files/<uuid:upload_id>/", views.file, name="file"),
    path("track/request/copy/", views.copy, name="copy"),
    path("track/leave/", views.leave, name="leave"),
]
