"""The capability statement: what is served at /fhir, by whom, and under which guides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coverline import __version__
from coverline.api.fhir.operations.served import (
    DTR,
    ID,
    METADATA,
    OPERATIONS,
    RESOURCES,
    ROOT,
    SEARCHED,
    TOKEN,
    Operation,
    Served,
)

Data = dict[str, Any]

CRD = "http://hl7.org/fhir/us/davinci-crd"
PROSE = {
    ID: "its id, or several with commas between",
    "url": "the canonical name, with or without its version",
    "version": "the version of what has this canonical name",
}
OPEN = "Nobody is asked who they are: whoever can reach the server may ask."
SIGNED = (
    "What is asked of a patient is answered to registered EHRs alone, with an access token (SMART Backend "
    "Services) or a token of their own for the address that is called. Forms are for everybody."
)
SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service"
OAUTH = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


@dataclass(frozen=True, slots=True)
class Instance:
    """A running server: its address, when it started, the fingerprint of its content, who may ask."""

    address: str
    started: datetime
    content_hash: str
    is_signed: bool


def capability(instance: Instance) -> Data:
    """The capability statement of a running server."""
    return {
        "resourceType": "CapabilityStatement",
        "id": "coverline",
        "url": f"{instance.address}{METADATA}",
        "version": __version__,
        "name": "Coverline",
        "title": "Coverline: forms and answers from coverage policies",
        "status": "active",
        "experimental": False,
        "date": instance.started.isoformat(timespec="seconds"),
        "kind": "instance",
        "description": (
            "Hands out the forms of payers' coverage policies (DTR) and reads what was answered; orders are "
            "answered over CDS Hooks (CRD) beside it. Nothing is stored. Nothing here denies care."
        ),
        "instantiates": [
            f"{DTR}/CapabilityStatement/dtr-payer-service",
            f"{CRD}/CapabilityStatement/crd-server",
        ],
        "software": {"name": "Coverline", "version": __version__},
        "implementation": {
            "description": f"Coverline with the content {instance.content_hash[:12]}",
            "url": f"{instance.address}{ROOT}",
        },
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "implementationGuide": [
            f"{DTR}/ImplementationGuide/hl7.fhir.us.davinci-dtr",
            f"{CRD}/ImplementationGuide/hl7.fhir.us.davinci-crd",
        ],
        "rest": [
            {
                "mode": "server",
                "security": _security(instance),
                "resource": [_resource(each) for each in RESOURCES],
            }
        ],
    }


def _security(instance: Instance) -> Data:
    if not instance.is_signed:
        return {"cors": False, "description": OPEN}
    token = {"url": "token", "valueUri": f"{instance.address}{TOKEN}"}
    return {
        "extension": [{"url": OAUTH, "extension": [token]}],
        "cors": False,
        "service": [{"coding": [{"system": SERVICES, "code": "SMART-on-FHIR"}]}],
        "description": SIGNED,
    }


def _resource(served: Served) -> Data:
    profiles = {"supportedProfile": list(served.profiles)} if served.profiles else {}
    operations = {"operation": list(_operations(served.kind))}
    return {
        "type": served.kind,
        **profiles,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [_parameter(served.kind, name) for name in SEARCHED],
        **(operations if operations["operation"] else {}),
    }


def _parameter(kind: str, name: str) -> Data:
    return {
        "name": name,
        "definition": f"http://hl7.org/fhir/SearchParameter/{_defined(kind, name)}",
        "type": "uri" if name == "url" else "token",
        "documentation": PROSE[name],
    }


def _defined(kind: str, name: str) -> str:
    return "Resource-id" if name == ID else f"{kind}-{name}"


def _operations(kind: str) -> Iterator[Data]:
    yield from (_operation(each) for each in OPERATIONS if each.kind == kind)


def _operation(operation: Operation) -> Data:
    return {
        "name": operation.code,
        "definition": operation.definition,
        "documentation": operation.documentation,
    }
