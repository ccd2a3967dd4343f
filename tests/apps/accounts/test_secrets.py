"""Second factors cannot be read in the database."""

import pytest
from allauth.mfa.models import Authenticator
from tests.support.cast import Person

from commonwheel.apps.accounts import api as accounts
from commonwheel.project.sign_in import SecondFactorAdapter

SECRET = "JBSWY3DPEHPK3PXP"


def test_a_stored_secret_cannot_be_read_and_opens_again(ben: Person) -> None:
    accounts.enrol(ben.id, secret=SECRET)
    rows = Authenticator.objects.filter(user_id=ben.id)
    assert SECRET not in str([row.data for row in rows])
    totp = rows.get(type=Authenticator.Type.TOTP)
    assert SecondFactorAdapter().decrypt(totp.data["secret"]) == SECRET


def test_a_secret_from_before_still_opens() -> None:
    assert SecondFactorAdapter().decrypt(SECRET) == SECRET


def test_an_older_key_of_the_node_still_opens(settings: pytest.FixtureRequest) -> None:
    stored = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 4
    assert SecondFactorAdapter().decrypt(stored) == SECRET


def test_a_secret_that_does_not_open_lets_nobody_in(settings: pytest.FixtureRequest) -> None:
    stored = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY = "another key " * 4
    found = {SecondFactorAdapter().decrypt(stored) for _ in range(2)}
    assert len(found) == 2
    assert not found & {SECRET, "", stored}
