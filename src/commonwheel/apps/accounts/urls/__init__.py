"""Addresses of the staff's front door, of invitations, and of a council's people."""

from django.urls import path

from commonwheel.apps.accounts.views import council_sign_in, home, invitation, leaving, people, residents

app_name = "accounts"
node_urlpatterns = [
    path("staff/", home.home, name="home"),
    path("account/sign-in/", residents.sign_in, name="sign_in"),
    path("account/sign-in/code/", residents.code, name="code"),
    path("account/sign-out/", residents.leave, name="leave"),
    path("staff/account/invitation/<str:token>/", invitation.invitation, name="invitation"),
]
staff_urlpatterns = [
    path("sign-in/", council_sign_in.choose, name="choose"),
    path("sign-in/go/", council_sign_in.start, name="start"),
    path("sign-in/return/", council_sign_in.come_back, name="come_back"),
    path("sign-in/connect/", council_sign_in.connect, name="connect"),
    path("sign-in/left/", leaving.left, name="left"),
    path("sign-in/ended/", council_sign_in.ended, name="ended"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/sign-in/", people.sign_in_of_staff, name="sign_in_of_staff"),
    path("people/<uuid:user_id>/change/", people.change, name="change"),
    path("people/<uuid:user_id>/end/", people.end, name="end"),
    path("people/<uuid:user_id>/disconnect/", people.disconnect, name="disconnect"),
    path("people/<uuid:user_id>/second-factor/", people.reset_second_factor, name="reset_second_factor"),
]
