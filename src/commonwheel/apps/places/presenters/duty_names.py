"""What residents call each duty of councils."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from commonwheel.core.places.duties import Duty

_NAMES: Mapping[str, object] = {
    "abandoned-vehicles": _("Abandoned vehicles"),
    "adult-social-care": _("Adult social care"),
    "allotments": _("Allotments"),
    "building-control": _("Building control and dangerous structures"),
    "bus-passes": _("Concessionary travel"),
    "business-rates": _("Business rates"),
    "cemeteries": _("Cemeteries and crematoria"),
    "children-social-care": _("Children's social care"),
    "community-safety": _("Community safety"),
    "complaints": _("Complaints about the council"),
    "consultations": _("Consultations"),
    "council-tax": _("Council tax"),
    "councillors": _("Councillors"),
    "data-protection": _("Personal data held by the council"),
    "disabled-facilities": _("Disabled facilities grants"),
    "disabled-parking": _("Blue Badges and parking bays for disabled people"),
    "early-education": _("Childcare and early education"),
    "electoral-registration": _("Electoral registration"),
    "emergency-planning": _("Planning for emergencies"),
    "environmental-health": _("Noise, nuisance and public health"),
    "fly-tipping": _("Fly-tipping on public land"),
    "food-safety": _("Food safety"),
    "freedom-of-information": _("Freedom of information"),
    "grants": _("Grants to local organisations"),
    "highways": _("Roads, pavements and what stands in them"),
    "homelessness": _("Homelessness"),
    "housing": _("Council housing"),
    "housing-benefit": _("Housing benefit"),
    "land-charges": _("Land charges"),
    "libraries": _("Libraries"),
    "licensing": _("Licensing"),
    "parking-enforcement": _("Parking fines"),
    "parking-permits": _("Parking permits"),
    "parks": _("Parks and open spaces"),
    "pest-and-dog-control": _("Pests and dogs"),
    "planning": _("Planning"),
    "registration": _("Births, deaths, marriages and citizenship"),
    "rights-of-way": _("Public rights of way"),
    "school-places": _("School admissions and attendance"),
    "school-support": _("School meals, clothing and transport"),
    "special-educational-needs": _("Special educational needs"),
    "street-cleaning": _("Street cleaning, graffiti and fly-posting"),
    "street-events": _("Street parties"),
    "street-lighting": _("Street lights"),
    "street-naming": _("Street names and numbers"),
    "trading-standards": _("Trading standards"),
    "traffic": _("Traffic lights, crossings and speed limits"),
    "transport-planning": _("Local transport plans"),
    "waste-collection": _("Waste and recycling collection"),
    "waste-disposal": _("Household waste recycling centres"),
}


def duty_name(duty: Duty) -> str:
    """Return a duty in the page's language."""
    return str(_NAMES[duty.name])
