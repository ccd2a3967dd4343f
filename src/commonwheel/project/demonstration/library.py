"""The demonstration's own shared library: the services that come with Commonwheel, published and followed."""

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Targets

from commonwheel.apps.adoption import api as adoption
from commonwheel.core.packages.naming import facts_of, path_of
from commonwheel.core.packages.release import Release, make_release
from commonwheel.integrations.trust import ceremony, metadata, publishing
from commonwheel.integrations.trust.keys import key_set, make_key, save_key
from commonwheel.integrations.trust.repository import CommonsFolder

NAME = "examples"
PUBLISHER = "commonwheel-examples"


def make_library(folder: Path, services: Iterable[Mapping[str, bytes]], *, now: dt.datetime) -> None:
    """
    Make a library of these services in a folder, whole or not at all; one that is there stays as it is.

    The keys of those who answer for it are thrown away: nobody else will ever join a demonstration.
    """
    if folder.exists():
        return
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    people, timestamp, snapshot, publisher = [make_key() for _ in range(2)], make_key(), make_key(), make_key()
    online = making / "online"
    online.mkdir(parents=True, mode=0o700)
    save_key(timestamp, online / "timestamp", passphrase="")
    save_key(snapshot, online / "snapshot", passphrase="")
    commons = CommonsFolder(making, online=[timestamp, snapshot])
    standing = ceremony.Standing(key_set(people, 2), timestamp.public_key, snapshot.public_key)
    root, publishers = (_signed(text, *people) for text in ceremony.start(standing, now=now))
    commons.start(root, publishers, now=now)
    joined = ceremony.join(commons.publishers(), PUBLISHER, key_set([publisher], 1), now=now)
    commons.install_publishers(_signed(joined, *people), now=now)
    for files in services:
        _publish(commons, make_release(files), publisher, now)
    making.rename(folder)


def follow_library(folder: Path, *, address: str, now: dt.datetime) -> None:
    """Have the node follow its own library, at the address it has today, and know already what is in it."""
    commons = CommonsFolder(folder, online=[])
    root = commons.root().decode()
    for one in adoption.list_followed():
        if one.name == NAME and (one.address, one.root) != (address, root):
            adoption.unfollow(NAME)
    adoption.follow(NAME, address=address, root=root, now=now)
    listed = metadata.read(commons.releases_of(PUBLISHER) or b"", Targets).signed
    adoption.keep_offers(NAME, metadata.list_releases(PUBLISHER, listed).values(), now=now)


def _publish(commons: CommonsFolder, release: Release, key: CryptoSigner, now: dt.datetime) -> None:
    path, before = path_of(release.manifest), commons.releases_of(PUBLISHER)
    drafted = publishing.add_release(before, path, release.data, facts=facts_of(release.manifest), now=now)
    commons.publish(PUBLISHER, metadata.sign(drafted, key), {path: release.data}, now=now)


def _signed(text: bytes, *signers: CryptoSigner) -> bytes:
    for signer in signers:
        text = metadata.sign(text, signer)
    return text
