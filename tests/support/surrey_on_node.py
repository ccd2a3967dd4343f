"""
Put councils of Surrey on a demonstration node, with a service, and let somebody administer the new one of the east.

Usage: python surrey_on_node.py DATA
Prints the cookie of that person's session, as JSON.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main(data: str) -> None:
    """Make them."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="commonwheel.project.settings", COMMONWHEEL_DATA=data, COMMONWHEEL_DEMONSTRATION="yes"
    )
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from tests.support.cast import add_person, sign_in
    from tests.support.missed_bin import adopt, opener
    from tests.support.reorganising import council

    elmbridge, mole, surrey, east = map(council, ("elmbridge", "mole-valley", "surrey", "east-surrey"))
    opener(elmbridge, adopt(elmbridge))()
    adopt(mole, ("default: 2", "default: 4"))
    opener(surrey, adopt(surrey))()
    adopt(east)
    ann = add_person("Ann Grant", council=east, roles=("ADMINISTRATOR", "SERVICE_OWNER"))
    client = sign_in(Client(), ann)
    name = settings.SESSION_COOKIE_NAME
    sys.stdout.write(json.dumps({"name": name, "value": client.cookies[name].value}))


if __name__ == "__main__":
    main(sys.argv[1])
