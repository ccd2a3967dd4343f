"""Makes a demonstration node and lets one of its councils take up pattern folders: adopt_fixture.py DATA FOLDER…."""

import datetime as dt
import os
import sys
from pathlib import Path

COUNCIL = "lewes"
OFFICER = "cara@lewes.example"


def main(data: str, *folders: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonwheel.project.settings"
    os.environ["COMMONWHEEL_DEMONSTRATION"] = "yes"
    os.environ["COMMONWHEEL_DATA"] = data
    from commonwheel.project.demonstration import start

    start.prepare(say=print)
    for folder in folders:
        adopt(Path(folder))


def adopt(folder: Path) -> None:
    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.services import api as services
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope
    from commonwheel.integrations.pattern_folder.shipped import folder_files

    council = next(one for one in authorities.list_councils() if one.slug == COUNCIL)
    officer = accounts.add_person(OFFICER, name="", password="")
    now = dt.datetime.now(dt.UTC)
    with council_scope(council.id):
        service = services.adopt(
            council.id, files=folder_files(folder), phone="01632 960202", phone_hours="Monday to Friday",
            actor=audit.SYSTEM, now=now,
        )  # fmt: skip
        services.put_live(
            council.id, slug=service.slug, signed_off_by=officer, must_be_welsh=False, can_be_paid=True,
            actor=audit.SYSTEM, now=now,
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
