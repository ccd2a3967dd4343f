"""
Bring a council of a running node to where it can put services live: its pages are filled, and somebody works there.

Usage: python person_on_node.py COUNCIL
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")


def main(slug: str) -> None:
    """Fill the pages that the law wants, and add an owner of services: `olu@SLUG.example`."""
    import django

    django.setup()
    from tests.support.cast import BY_THE_OPERATOR, add_person

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.invented_facts import invented_page_facts

    council = authorities.get_council(slug)
    with council_scope(council.id):
        facts = invented_page_facts(council.name, slug)
        authorities.set_page_facts(council.id, **BY_THE_OPERATOR, **facts)  # type: ignore[arg-type]
        add_person("Olu Grant", council=council, roles=("SERVICE_OWNER",))


if __name__ == "__main__":
    main(sys.argv[1])
