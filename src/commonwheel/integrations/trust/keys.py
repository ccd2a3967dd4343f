"""Keys: made, kept in files, read again; and sets of them, of which some number must sign."""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, Key, Signer, SSlibKey

from commonwheel.integrations.trust.failures import KeyFileTaken, KeysUnfit, KeyUnreadable

_OPEN_TO_OTHERS = 0o077
_MOST_BYTES = 8_192
_MOST_KEYS = 20
_HEX_OF_A_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeySet:
    """
    Who must sign: keys, and how many of them.

    Attributes:
        keys: Ed25519, at least one, none twice.
        threshold: from 1 to the number of keys.
    """

    keys: tuple[Key, ...]
    threshold: int

    def __post_init__(self) -> None:
        publics = {_public(key) for key in self.keys}
        if not self.keys or len(publics) != len(self.keys) or len(self.keys) > _MOST_KEYS:
            raise KeysUnfit(f"Name from one to {_MOST_KEYS} keys, each of them once.")
        if {key.keyid for key in self.keys} != {_keyid(key) for key in self.keys}:
            raise KeysUnfit("A key goes by another name than its own. Give the public part as it was written.")
        if not 1 <= self.threshold <= len(self.keys):
            raise KeysUnfit(
                f"Of {len(self.keys)} keys, {self.threshold} cannot sign. Choose from 1 to {len(self.keys)}."
            )

    @property
    def identity(self) -> str:
        """The same for the same keys and number, whatever their order: SHA-256, lower-case hex."""
        text = rfc8785.dumps({"keys": sorted(map(_public, self.keys)), "threshold": self.threshold})
        return hashlib.sha256(text).hexdigest()

    @property
    def keyids(self) -> list[str]:
        """The names of the keys, in order."""
        return sorted(key.keyid for key in self.keys)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"keys": {key.keyid: key.to_dict() for key in self.keys}, "threshold": self.threshold}

    @classmethod
    def from_dict(cls, said: Any) -> "KeySet":
        """
        Read what `to_dict` wrote.

        Raises:
            KeysUnfit: where it is something else.
        """
        try:
            keys = tuple(SSlibKey.from_dict(keyid, dict(key)) for keyid, key in said["keys"].items())
            threshold = int(said["threshold"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KeysUnfit("These are no keys with a number of how many must sign.") from error
        return cls(keys, threshold)


def make_key() -> CryptoSigner:
    """Make a new Ed25519 key."""
    return CryptoSigner.generate_ed25519()


def save_key(signer: CryptoSigner, path: Path, *, passphrase: str) -> None:
    """
    Write a private key as PKCS #8 for its owner's eyes only, and its public part beside it as `PATH.pub`.

    Args:
        passphrase: encrypts it; "" for an online key, which a program must read by itself.

    Raises:
        KeyFileTaken: where there is such a file.
    """
    _write_new(path, private_text(signer, passphrase=passphrase), mode=0o600)
    _write_new(path.with_name(path.name + ".pub"), public_text(signer.public_key), mode=0o644)


def private_text(signer: CryptoSigner, *, passphrase: str) -> bytes:
    """Return a private key as PKCS #8 (PEM), to be kept where nobody else reads it; `passphrase` as of `save_key`."""
    private = serialization.load_pem_private_key(signer.private_bytes, None)
    how = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)


def read_private(text: bytes, *, passphrase: str, called: str) -> CryptoSigner:
    """
    Read what `private_text` wrote.

    Args:
        called: what it is to whoever reads of it.

    Raises:
        KeyUnreadable: it is no such key, or the passphrase is not its own.
    """
    try:
        private = serialization.load_pem_private_key(text, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnreadable(called, "it is no key, or the passphrase is not its own.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyUnreadable(called, "it is not of the kind Ed25519. Make one for this purpose.")
    return CryptoSigner(private)


def load_key(path: Path, *, passphrase: str) -> CryptoSigner:
    """
    Read a private key.

    Raises:
        KeyUnreadable: it is none, the passphrase is not its own, or others could read it.
    """
    try:
        if path.stat().st_mode & _OPEN_TO_OTHERS:
            raise KeyUnreadable(str(path), "other people of this machine may read it. Make it yours only: chmod 600.")
        text = path.read_bytes()[:_MOST_BYTES]
    except OSError as error:
        raise KeyUnreadable(str(path), f"{error.strerror or error}. Check its name and who may read it.") from error
    return read_private(text, passphrase=passphrase, called=str(path))


def public_text(key: Key) -> bytes:
    """Return the public part of a key as people send it to one another: JSON."""
    return json.dumps({"keyid": key.keyid, **key.to_dict()}, indent=2).encode() + b"\n"


def read_public(text: bytes) -> Key:
    """
    Read what `public_text` wrote.

    Raises:
        KeysUnfit: where it is no public part of an Ed25519 key.
    """
    try:
        said = json.loads(text[:_MOST_BYTES])
        keyid = str(said.pop("keyid"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise KeysUnfit("This is no public part of a key. Give the file that ends in .pub.") from error
    return KeySet.from_dict({"keys": {keyid: said}, "threshold": 1}).keys[0]


def key_set(signers: Iterable[Signer], threshold: int) -> KeySet:
    """Return the public parts of keys as a set."""
    return KeySet(tuple(signer.public_key for signer in signers), threshold)


def _public(key: Key) -> str:
    public = key.keyval.get("public")
    if key.keytype != "ed25519" or key.scheme != "ed25519" or not _HEX_OF_A_KEY.fullmatch(str(public)):
        raise KeysUnfit("Only keys of the kind Ed25519 are used.")
    return str(public)


def _keyid(key: Key) -> str:
    """Return the name that follows from a key: a name chosen otherwise could stand for two keys."""
    return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(bytes.fromhex(_public(key)))).keyid


def _write_new(path: Path, text: bytes, *, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError as error:
        raise KeyFileTaken(str(path)) from error
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
