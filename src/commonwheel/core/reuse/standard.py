"""The standard publiccode.yml, section by section. Source: docs/sources.md#publiccodeyml."""

from collections.abc import Mapping
from types import MappingProxyType

from commonwheel.core.reuse import values
from commonwheel.core.reuse.shapes import Anything, Key, Keys, ListOf, Named, Text

STATUSES = ("concept", "development", "beta", "stable", "obsolete")
MAINTENANCE = ("internal", "contract", "community", "none")
SCOPES = (
    "agriculture", "culture", "defence", "education", "emergency-services", "employment", "energy", "environment",
    "finance-and-economic-development", "foreign-affairs", "government", "healthcare", "infrastructures", "justice",
    "local-authorities", "manufacturing", "research", "science-and-technology", "security", "society", "sport",
    "tourism", "transportation", "welfare",
)  # fmt: skip
CATEGORIES = (
    "accounting", "agile-project-management", "applicant-tracking", "application-development",
    "appointment-scheduling", "backup", "billing-and-invoicing", "blog", "budgeting", "business-intelligence",
    "business-process-management", "cad", "call-center-management", "cloud-management", "collaboration",
    "communications", "compliance-management", "contact-management", "content-management", "crm",
    "customer-service-and-support", "data-analytics", "data-collection", "data-visualization", "design",
    "design-system", "digital-asset-management", "digital-citizenship", "document-management", "donor-management",
    "e-commerce", "e-signature", "educational-content", "email-management", "email-marketing", "employee-management",
    "enterprise-project-management", "enterprise-social-networking", "erp", "event-management", "facility-management",
    "feedback-and-reviews-management", "financial-reporting", "fleet-management", "fundraising", "gamification",
    "geographic-information-systems", "grant-management", "graphic-design", "help-desk", "hr", "ide",
    "identity-management", "instant-messaging", "integrated-library-system", "inventory-management",
    "it-asset-management", "it-development", "it-management", "it-security", "it-service-management",
    "knowledge-management", "learning-management-system", "marketing", "mind-mapping", "mobile-marketing",
    "mobile-payment", "network-management", "office", "online-booking", "online-community", "other",
    "payment-gateway", "payroll", "predictive-analysis", "procurement", "productivity-suite", "project-collaboration",
    "project-management", "property-management", "real-estate-management", "regulations-and-directives",
    "remote-support", "resource-management", "sales-management", "seo", "service-desk", "social-media-management",
    "survey", "talent-management", "task-management", "taxes-management", "test-management", "time-management",
    "time-tracking", "translation", "video-conferencing", "video-editing", "visitor-management", "voip",
    "warehouse-management", "web-collaboration", "web-conferencing", "website-builder", "whistleblowing",
    "workflow-management",
)  # fmt: skip

_ANY = Text(values.any_text)
_TEXTS = ListOf(_ANY)
_ADDRESS = Text(values.address)
_DROP = "It can be left out."

DESCRIPTION = Keys(
    MappingProxyType(
        {
            "localisedName": Key(_ANY),
            "genericName": Key(Text(values.at_most(35)), deprecated=_DROP),
            "shortDescription": Key(Text(values.at_most(150)), "mandatory"),
            "longDescription": Key(Text(values.between(150, 10_000))),
            "documentation": Key(_ADDRESS),
            "apiDocumentation": Key(_ADDRESS),
            "features": Key(_TEXTS),
            "screenshots": Key(ListOf(Text(values.place_of_file))),
            "videos": Key(ListOf(_ADDRESS)),
            "awards": Key(_TEXTS),
        }
    )
)
_CONTRACTOR = Keys(
    MappingProxyType(
        {
            "name": Key(_ANY, "mandatory"),
            "until": Key(Text(values.date), "mandatory"),
            "email": Key(Text(values.email)),
            "website": Key(_ADDRESS),
        }
    )
)
_CONTACT = Keys(
    MappingProxyType(
        {
            "name": Key(_ANY, "mandatory"),
            "email": Key(Text(values.email)),
            "phone": Key(_ANY),
            "affiliation": Key(_ANY),
        }
    )
)
_DEPENDENCY = Keys(
    MappingProxyType(
        {
            "name": Key(_ANY, "mandatory"),
            "version": Key(_ANY),
            "versionMin": Key(_ANY),
            "versionMax": Key(_ANY),
            "optional": Key(Text(values.yes_or_no)),
        }
    )
)
_BODY = Keys(MappingProxyType({"name": Key(_ANY), "uri": Key(_ANY)}))
_COUNTRIES = ListOf(Text(values.country))
_DEPENDENCIES = ListOf(_DEPENDENCY)

TOP: Mapping[str, Key] = MappingProxyType(
    {
        "publiccodeYmlVersion": Key(Text(values.version), "mandatory"),
        "name": Key(_ANY, "mandatory"),
        "applicationSuite": Key(_ANY),
        "url": Key(Text(values.repository), "mandatory"),
        "landingURL": Key(_ADDRESS),
        "isBasedOn": Key(ListOf(Text(values.repository), or_one=True)),
        "softwareVersion": Key(_ANY),
        "releaseDate": Key(Text(values.date)),
        "logo": Key(Text(values.place_of_file)),
        "monochromeLogo": Key(Text(values.place_of_file), deprecated="Use `logo`."),
        "inputTypes": Key(_TEXTS, deprecated=_DROP),
        "outputTypes": Key(_TEXTS, deprecated=_DROP),
        "platforms": Key(ListOf(_ANY, or_one=True), "mandatory"),
        "categories": Key(ListOf(Text(values.one_of(CATEGORIES)))),
        "tags": Key(_TEXTS, deprecated="Use `categories`."),
        "usedBy": Key(_TEXTS),
        "roadmap": Key(_ADDRESS),
        "developmentStatus": Key(Text(values.one_of(STATUSES)), "mandatory"),
        "softwareType": Key(Text(values.one_of(values.TYPES)), "mandatory"),
        "intendedAudience": Key(
            Keys(
                MappingProxyType(
                    {
                        "countries": Key(_COUNTRIES),
                        "unsupportedCountries": Key(_COUNTRIES),
                        "scope": Key(ListOf(Text(values.one_of(SCOPES)))),
                    }
                )
            )
        ),
        "description": Key(Named(values.language, DESCRIPTION), "mandatory"),
        "legal": Key(
            Keys(
                MappingProxyType(
                    {
                        "license": Key(Text(values.licence), "mandatory"),
                        "mainCopyrightOwner": Key(_ANY),
                        "repoOwner": Key(_ANY, deprecated="Use `name` of `organisation`."),
                        "authorsFile": Key(Text(values.place_of_file), deprecated=_DROP),
                    }
                )
            ),
            "mandatory",
        ),
        "maintenance": Key(
            Keys(
                MappingProxyType(
                    {
                        "type": Key(Text(values.one_of(MAINTENANCE)), "mandatory"),
                        "contractors": Key(ListOf(_CONTRACTOR)),
                        "contacts": Key(ListOf(_CONTACT)),
                    }
                )
            ),
            "mandatory",
        ),
        "localisation": Key(
            Keys(
                MappingProxyType(
                    {
                        "localisationReady": Key(Text(values.yes_or_no), "mandatory"),
                        "availableLanguages": Key(ListOf(Text(values.language)), "mandatory"),
                    }
                )
            ),
            "mandatory",
        ),
        "dependsOn": Key(
            Keys(
                MappingProxyType(
                    {
                        "open": Key(_DEPENDENCIES),
                        "proprietary": Key(_DEPENDENCIES),
                        "hardware": Key(_DEPENDENCIES),
                    }
                )
            )
        ),
        "organisation": Key(_BODY),
        "fundedBy": Key(ListOf(_BODY)),
        "supports": Key(Anything()),
    }
)
