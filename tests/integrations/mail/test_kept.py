"""The demonstration's carrier."""

import datetime as dt
from dataclasses import replace

import pytest

from commonwheel.integrations.mail.kept import KeptMail
from commonwheel.integrations.mail.port import Letter, MailRefused

LETTER = Letter(
    message_id="<one@mail.example.org>",
    sender="c@example.org",
    to="amina@example.org",
    written_at=dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC),
    subject="Thanks",
    text="Thanks.",
)


def test_a_letter_is_kept_whole() -> None:
    kept: list[Letter] = []
    KeptMail(kept.append).send(LETTER)
    assert kept == [LETTER]


@pytest.mark.parametrize("address", ["", "amina", "amina @example.org"])
def test_what_is_no_address_is_refused_as_a_server_would(address: str) -> None:
    kept: list[Letter] = []
    with pytest.raises(MailRefused):
        KeptMail(kept.append).send(replace(LETTER, to=address))
    assert kept == []
