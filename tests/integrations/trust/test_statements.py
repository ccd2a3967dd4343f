"""A statement of use counts only with the signature of the key that the council registered."""

import json

import pytest
from securesystemslib.signer import CryptoSigner

from commonwheel.integrations.trust.keys import make_key
from commonwheel.integrations.trust.statements import (
    StatementNotSigned,
    read_signed_statement,
    sign_statement,
    unsigned_text,
)

TEXT = b'{"council":"wealden"}'


@pytest.fixture(scope="module")
def signer() -> CryptoSigner:
    return make_key()


def test_what_a_council_signed_is_read_with_its_key(signer: CryptoSigner) -> None:
    sent = sign_statement(TEXT, signer)
    assert read_signed_statement(sent, signer.public_key) == unsigned_text(sent) == TEXT


def test_another_key_is_refused(signer: CryptoSigner) -> None:
    with pytest.raises(StatementNotSigned, match="not of the key"):
        read_signed_statement(sign_statement(TEXT, signer), make_key().public_key)


def test_a_signature_for_something_else_does_not_count(signer: CryptoSigner) -> None:
    plain = {**json.loads(sign_statement(TEXT, signer)), "sig": signer.sign(TEXT).signature}
    with pytest.raises(StatementNotSigned):
        read_signed_statement(json.dumps(plain).encode(), signer.public_key)


def test_each_byte_counts(signer: CryptoSigner) -> None:
    sent = sign_statement(TEXT, signer)
    for at in range(len(sent)):
        turned = sent[:at] + bytes([sent[at] ^ 1]) + sent[at + 1 :]
        try:
            assert read_signed_statement(turned, signer.public_key) == TEXT
        except StatementNotSigned:
            continue


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"statement": 1}', b'{"statement": "!"}', b"[" * 200_000, b" " * 500_000, b"\xff"]
)
def test_what_is_no_signed_statement_is_refused(data: bytes, signer: CryptoSigner) -> None:
    with pytest.raises(StatementNotSigned, match="Nothing has changed"):
        read_signed_statement(data, signer.public_key)
