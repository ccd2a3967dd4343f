"""A resident who signs in to My account, as they do it: by the code in the email."""

import re

from django.core import mail
from django.test import Client

SIGN_IN = "/account/sign-in/"
CODE = "/account/sign-in/code/"


def sent_code() -> str:
    """Return the code in the newest email."""
    found = re.search(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[0]


def sign_in(client: Client, email: str) -> Client:
    """Sign in with the code sent to the address, and return the client."""
    assert client.post(SIGN_IN, {"email": email}).status_code == 302
    assert client.post(CODE, {"code": sent_code()}).status_code == 302
    return client
