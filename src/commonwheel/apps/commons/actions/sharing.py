"""A council's staff publish: what they uploaded is kept, and once they confirm it is signed and sent."""

import datetime as dt
import io
from dataclasses import dataclass

from django.conf import settings

from commonwheel.apps.commons.queries.sharing import kept_upload, look_into, publishing_of
from commonwheel.core.packages.naming import facts_of
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import read_release
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action
from commonwheel.integrations.trust.door import CommonsDoor, sign_next
from commonwheel.integrations.trust.keys import load_key


@dataclass(frozen=True, slots=True)
class Shared:
    """What was published, or was there before."""

    title: str
    version: str
    path: str


def keep_upload(council: CouncilView, content: bytes) -> None:
    """
    Keep an upload until it is confirmed; what nobody confirms is removed with the other uploads of nobody.

    Raises:
        NotAPublisher, StorageRefused.
    """
    publishing_of(council)
    settings.UPLOADS_STORAGE.keep(str(council.id), io.BytesIO(content))


def share(council: CouncilView, digest: str, *, by: StaffView, now: dt.datetime) -> Shared:
    """
    Sign a release that was uploaded, and send it; doing it again does nothing more.

    It is sent first and written down afterwards: whoever dies between can press the button again.

    Raises:
        NotAPublisher, UploadIsGone: it cannot be. KeyUnreadable: the operator's key. ReleaseRefused: mend it first.
        SendingRefused, CommonsUnavailable, NotSignedEnough: the shared library did not take it.
    """
    chosen = publishing_of(council)
    content = kept_upload(council.id, digest)
    looked = look_into(council, content)
    if looked.problems:
        raise ReleaseRefused(*looked.problems)
    manifest = read_release(content).manifest
    door, signer = CommonsDoor(chosen.address), load_key(chosen.key, passphrase=chosen.passphrase)
    current = door.releases_of(manifest.publisher)
    text = sign_next(current, looked.path, content, facts=facts_of(manifest), signers=[signer], now=now)
    if text is not None:
        door.send(manifest.publisher, text, [content])
    _note(council, looked.path, digest, by=by, now=now)
    return Shared(manifest.title, manifest.version, looked.path)


# Private


@action
def _note(council: CouncilView, path: str, digest: str, *, by: StaffView, now: dt.datetime) -> None:
    audit.record(
        council.id,
        actor=audit.Actor("STAFF", str(by.id)),
        action="version-shared",
        subject=f"release:{path}"[:120],
        at=now,
        facts={"path": path, "digest": digest},
    )
