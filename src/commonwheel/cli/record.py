"""`commonwheel service record`: the record of processing of a council's live services."""

from dataclasses import asdict

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say


@click.command("record")
@click.argument("council")
@as_json_option
@on_node
def record(*, council: str, as_json: bool) -> None:
    """Print what COUNCIL's live services, as it runs them, say for the record of processing (UK GDPR article 30)."""
    from commonwheel.apps.handover import api as handover
    from commonwheel.apps.services import api as services
    from commonwheel.core.processing.page import page_of
    from commonwheel.core.processing.record import record_of
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        destinations = handover.list_destinations(found.id)
        elsewhere = {key: one.system for key, one in destinations.items() if one.way != "HERE"}
        records = [
            record_of(services.get_programme(one.digest), worked_in=elsewhere.get(one.id, ""))
            for one in services.list_live_services(found.id)
        ]
    value = {"controller": found.name, "services": [asdict(one) for one in records]}
    page = page_of(records, controller=found.name) or f"{found.name} has no live service."
    say(page, value, as_json=as_json)
