"""Addresses of requests, for officers."""

from django.urls import path

from commonwheel.apps.cases.views import by_hand, moving, requests, status

app_name = "cases"
staff_urlpatterns = [
    path("requests/", requests.queue, name="queue"),
    path("letters-and-calls/", by_hand.letters, name="letters"),
    path("letters-and-calls/print/", by_hand.print_letters, name="print_letters"),
    path("letters-and-calls/posted/", by_hand.letters_posted, name="letters_posted"),
    path("letters-and-calls/<uuid:message_id>/", by_hand.letter, name="letter"),
    path("letters-and-calls/<uuid:message_id>/done/", by_hand.letter_done, name="letter_done"),
    path("requests/<uuid:case_id>/", requests.show, name="request"),
    path("requests/<uuid:case_id>/move/<slug:state>/", moving.move, name="move"),
    path("requests/<uuid:case_id>/note/", requests.note, name="note"),
    path("requests/<uuid:case_id>/assign/", requests.assign, name="assign"),
    path("requests/<uuid:case_id>/ask-payment/", requests.ask_payment, name="ask_payment"),
    path("requests/<uuid:case_id>/copy/", requests.copy, name="copy"),
    path("requests/<uuid:case_id>/files/<uuid:upload_id>/", requests.file, name="file"),
]
api_urlpatterns = [path("cases/<str:reference>/status", status.take, name="status")]
