"""A commons with the keys that it holds itself: the files in `FOLDER/online`, without passphrase."""

from pathlib import Path

from commonwheel.integrations.trust.keys import load_key
from commonwheel.integrations.trust.repository import CommonsFolder


def running_commons(folder: Path) -> CommonsFolder:
    """
    Return a commons that can say what is newest. While a root hands over, the old keys and the new ones lie there.

    Raises:
        KeyUnreadable: where a file there is none, or others may read it.
    """
    keys = sorted(path for path in (folder / "online").glob("*") if path.suffix != ".pub" and path.is_file())
    return CommonsFolder(folder, online=[load_key(path, passphrase="") for path in keys])
