"""
The door of a commons, from the outside: what is signed there now, and what a publisher sends in.

What is read here is to be signed anew by whoever asks, so nothing is believed that they have not signed themselves:
see `require_own`.
"""

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import urllib3
from securesystemslib.signer import Key, Signer
from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from commonwheel.core.problems import Failure
from commonwheel.integrations.trust import metadata, publishing
from commonwheel.integrations.trust.failures import BytesDiffer, CommonsAnswers, CommonsUnreachable, NotSignedEnough
from commonwheel.integrations.trust.fetching import Carrier, Limits

_MOST_LIST = 4_000_000
_MOST_SMALL = 2_000_000
_MOST_ANSWER = 1_000_000
_SECONDS = 120
_OK = 200
_Get = Callable[[str, int], bytes]


class SendingRefused(Failure):
    """
    The commons did not take what was sent; nothing has changed there.

    Attributes:
        code: its name for why.
        problems: what is to be mended, as the commons says it; each has `code`, `file`, `found`, `expected`, `help`.
    """

    def __init__(self, code: str, says: str, problems: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(says)
        self.code = code
        self.problems = problems


class CommonsDoor:
    """
    A commons at an address, such as `https://commons.example.org`.

    Args:
        address: with or without `/commons`, or `/commons/repository`, at its end.
        limits: for one question, or one sending, with its answer.
    """

    def __init__(self, address: str, *, limits: Limits | None = None) -> None:
        self.address = address.rstrip("/").removesuffix("/repository").removesuffix("/commons")
        self._limits = limits or Limits(seconds=_SECONDS, silent_seconds=_SECONDS)

    def publishers(self) -> bytes:
        """
        Return the list of publishers that counts.

        Raises:
            CommonsUnavailable, NotMetadata.
        """
        with self._reading() as get:
            return get(f"metadata/{self._versions(get)['targets.json']}.targets.json", _MOST_LIST)

    def releases_of(self, publisher: str) -> bytes | None:
        """
        Return a publisher's list that counts; None before the first.

        Raises:
            CommonsUnavailable, NotMetadata.
        """
        with self._reading() as get:
            version = self._versions(get).get(f"{publisher}.json")
            return get(f"metadata/{version}.{publisher}.json", _MOST_LIST) if version else None

    def release(self, path: str, sha256: str) -> bytes:
        """
        Return the bytes of a release, which are those of the digest.

        Raises:
            CommonsUnavailable, BytesDiffer.
        """
        folder, _slash, file = path.rpartition("/")
        with self._reading() as get:
            content = get(f"targets/{folder}/{sha256}.{file}", metadata.MOST_RELEASE_BYTES)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BytesDiffer(self.address, path)
        return content

    def send(self, publisher: str, signed_list: bytes, contents: Sequence[bytes] = ()) -> Mapping[str, Any]:
        """
        Send a publisher's next list, with the bytes of what is new in it; sending it again does nothing more.

        Returns:
            What the commons says: `publisher`, `number`, `releases`, `repeated`.

        Raises:
            SendingRefused: why not. CommonsUnavailable: it may or may not have come; send it again.
        """
        fields: list[tuple[str, str | tuple[str, bytes]]] = [("publisher", publisher)]
        fields += [("list", ("list.json", signed_list)), *(("release", ("release", one)) for one in contents)]
        body, content_type = urllib3.encode_multipart_formdata(fields)
        return self._post("/api/commons/publish", body, content_type)

    def send_statement(self, signed: bytes) -> Mapping[str, Any]:
        """
        Send a council's signed statement of use; sending it again does nothing more.

        Returns:
            What the commons says: `council`, `number`, `services`, `repeated`.

        Raises:
            SendingRefused: why not. CommonsUnavailable: it may or may not have come; send it again.
        """
        return self._post("/api/commons/statements", signed, "application/json")

    def _post(self, path: str, body: bytes, content_type: str) -> Mapping[str, Any]:
        with contextlib.closing(Carrier(self.address, self._limits)) as carrier:
            try:
                status, text = carrier.post(self.address + path, body, content_type=content_type, most=_MOST_ANSWER)
            except DownloadError as error:
                raise CommonsUnreachable(self.address) from error
        said = _json(text)
        if status == _OK and "number" in said:
            return said
        why = said.get("error")
        if not isinstance(why, dict):
            raise CommonsAnswers(self.address, status)
        raise SendingRefused(str(why.get("code")), str(why.get("says")), said.get("problems", []))

    # --- reading -------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _reading(self) -> Iterator[_Get]:
        base = f"{self.address}/commons/repository/"
        with contextlib.closing(Carrier(base, self._limits)) as carrier:
            try:
                yield lambda name, most: carrier.download_bytes(base + name, most)
            except DownloadHTTPError as error:
                raise CommonsAnswers(self.address, error.status_code) from error
            except DownloadError as error:
                raise CommonsUnreachable(self.address) from error

    def _versions(self, get: _Get) -> Mapping[str, int]:
        timestamp = metadata.read(get("metadata/timestamp.json", _MOST_SMALL), Timestamp).signed
        name = f"metadata/{timestamp.snapshot_meta.version}.snapshot.json"
        snapshot = metadata.read(get(name, _MOST_SMALL), Snapshot).signed
        return {role: meta.version for role, meta in snapshot.meta.items()}


def require_own(text: bytes, keys: Sequence[Key], publisher: str) -> None:
    """
    Make sure that a list is one that whoever signs the next one has signed before.

    Raises:
        NotMetadata, NotSignedEnough: where it is not.
    """
    found: Metadata[Targets] = metadata.read(text, Targets)
    for key in keys:
        signature = found.signatures.get(key.keyid)
        with contextlib.suppress(Exception):
            if signature is not None:
                key.verify_signature(signature, found.signed_bytes)
                return
    raise NotSignedEnough(f"The list of {publisher} that the commons serves")


def sign_next(
    current: bytes | None,
    path: str,
    content: bytes,
    *,
    facts: Mapping[str, Any],
    signers: Sequence[Signer],
    now: dt.datetime,
) -> bytes | None:
    """
    Return a publisher's next list with one more release, signed; None where the list has it already.

    Args:
        current: the list as the commons serves it; it must be one that the signers signed before.

    Raises:
        NotSignedEnough, NotMetadata, ReleaseIsFixed, MetadataRefused.
    """
    if current is not None:
        require_own(current, [signer.public_key for signer in signers], path.split("/", maxsplit=1)[0])
        before = metadata.read(current, Targets).signed.targets.get(path)
        if before is not None and before.hashes.get("sha256") == hashlib.sha256(content).hexdigest():
            return None
    text = publishing.add_release(current, path, content, facts=facts, now=now)
    for signer in signers:
        text = metadata.sign(text, signer)
    return text


def _json(text: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
