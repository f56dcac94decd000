"""The addresses that forms name: profiles and extensions of the standard, and our own resources."""

from coverline.forms.versions import GUIDE

FHIR = "http://hl7.org/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"

STANDARD_FORM = f"{GUIDE}/dtr-std-questionnaire"
ADAPTIVE_FORM = f"{GUIDE}/dtr-questionnaire-adapt"
ADAPTIVE_OUTSET = f"{GUIDE}/dtr-questionnaire-adapt-search"
RESPONSE = f"{GUIDE}/dtr-questionnaireresponse"
CONTEXT = f"{GUIDE}/qr-context"
COVERAGE = f"{GUIDE}/qr-coverage"
INTENDED_USE = f"{GUIDE}/intendedUse"
ORIGIN = f"{GUIDE}/information-origin"
PURPOSES = "http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp"

TERMINOLOGY_SERVER = f"{SDC}/sdc-questionnaire-preferredTerminologyServer"
LAUNCH_CONTEXT = f"{SDC}/sdc-questionnaire-launchContext"
LAUNCH_CONTEXTS = "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext"
INITIAL_EXPRESSION = f"{SDC}/sdc-questionnaire-initialExpression"
ENABLE_EXPRESSION = f"{SDC}/sdc-questionnaire-enableWhenExpression"
ADAPTIVE = f"{SDC}/sdc-questionnaire-questionnaireAdaptive"
VARIABLE = f"{FHIR}/variable"
LIBRARY = f"{FHIR}/cqf-library"
SUPPORT_LINK = f"{FHIR}/questionnaire-supportLink"
ITEM_CONTROL = f"{FHIR}/questionnaire-itemControl"
ITEM_CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
EXCLUSIVE = f"{FHIR}/questionnaire-optionExclusive"
UNIT = f"{FHIR}/questionnaire-unit"
UNIT_OPTION = f"{FHIR}/questionnaire-unitOption"
LEAST = f"{FHIR}/minValue"
MOST = f"{FHIR}/maxValue"
DERIVATION = f"{FHIR}/questionnaire-derivationType"
DERIVATIONS = "http://hl7.org/fhir/questionnaire-derivationType"
UNCLOSED = f"{FHIR}/valueset-unclosed"

UNITS = "http://unitsofmeasure.org"
FACTS = "urn:coverline:facts"  # our own codes: the names of facts, their values, levels and techniques


def questionnaire(policy: str, version: str | None, address: str) -> str:
    """The canonical name of the form of a policy; without a version, of whichever there is."""
    return _canonical(f"{address}/fhir/Questionnaire/{policy}", version)


def adaptive(policy: str, version: str | None, address: str) -> str:
    """The canonical name of the form that asks one question after another."""
    return questionnaire(adaptive_id(policy), version, address)


def adaptive_id(policy: str) -> str:
    """The id of the form of a policy that asks one question after another."""
    return f"{policy}-adaptive"


def value_set(name: str, address: str, version: str | None = None) -> str:
    """The canonical name of a value set."""
    return _canonical(f"{address}/fhir/ValueSet/{name}", version)


def library(policy: str, version: str | None, address: str) -> str:
    """The canonical name of the library of expressions of a policy's form."""
    return _canonical(f"{address}/fhir/Library/{policy}", version)


def _canonical(url: str, version: str | None) -> str:
    return f"{url}|{version}" if version is not None else url
