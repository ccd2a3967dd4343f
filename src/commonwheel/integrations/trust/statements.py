"""Statements of use, signed by the council that makes them: text in, text out."""

import base64
import binascii
import json

from securesystemslib.exceptions import UnverifiedSignatureError, VerificationError
from securesystemslib.signer import Key, Signature, Signer

from commonwheel.integrations.trust.failures import TrustRefused

_MOST_BYTES = 400_000
_MEANT_FOR = b"commonwheel statement of use 1\n"
"""Signed in front of the text, so that a signature for another purpose never counts for this one."""


class StatementNotSigned(TrustRefused):
    """A statement does not carry the signature of the council's key."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This statement was not taken: {why} Nothing has changed.")


def sign_statement(text: bytes, signer: Signer) -> bytes:
    """Return a statement (`Statement.to_json`) with a signature, as it is sent: JSON."""
    signature = signer.sign(_MEANT_FOR + text)
    said = {"statement": base64.b64encode(text).decode(), **signature.to_dict()}
    return json.dumps(said, sort_keys=True).encode()


def read_signed_statement(data: bytes, key: Key) -> bytes:
    """
    Return the text of a signed statement, once its signature holds.

    Args:
        data: as `sign_statement` made it.
        key: the public key of the council that the statement says it is from (`unsigned_text`).

    Raises:
        StatementNotSigned: where the signature is another's, or it is something else.
    """
    text, signature = _parts(data)
    try:
        key.verify_signature(signature, _MEANT_FOR + text)
    except (UnverifiedSignatureError, VerificationError) as error:
        raise StatementNotSigned("the signature is not of the key that this council registered.") from error
    return text


def unsigned_text(data: bytes) -> bytes:
    """
    Return the text of a signed statement without looking at its signature: only to find out whose key to ask for.

    Raises:
        StatementNotSigned: where it is something else.
    """
    return _parts(data)[0]


def _parts(data: bytes) -> tuple[bytes, Signature]:
    if len(data) > _MOST_BYTES:
        raise StatementNotSigned(f"it has more than {_MOST_BYTES:,} bytes.")
    try:
        said = json.loads(data)
        text = base64.b64decode(said.pop("statement"), validate=True)
        return text, Signature.from_dict(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error) as error:
        raise StatementNotSigned(
            "it is no signed statement of use. Send what the council’s own system made."
        ) from error
