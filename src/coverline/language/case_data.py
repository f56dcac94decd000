"""A case as plain data, as it is read back from JSON or YAML."""

from typing import Any

from coverline.model.case import Case, Known, Lesion, Service, Value, written

Data = dict[str, Any]


def case_data(case: Case) -> Data:
    """The case in the form of a case file; what is not known is left out."""
    fields = {
        "case": case.identifier,
        "payer": case.payer,
        "product": case.product,
        "state": case.state,
        "date_of_service": str(case.date_of_service),
        "setting": case.setting,
        "services": [_service(each) for each in case.services],
        "diagnoses": list(case.diagnoses),
        "facts": {name: _known(each) for name, each in case.facts.items()},
        "lesions": [_lesion(each) for each in case.lesions],
    }
    return {name: value for name, value in fields.items() if value}


def _service(service: Service) -> Data:
    fields = {"code": service.code, "technique": service.technique, "levels": list(service.levels)}
    return {name: value for name, value in fields.items() if value}


def _lesion(lesion: Lesion) -> Data:
    return {
        "levels": list(lesion.levels),
        "facts": {name: _known(each) for name, each in lesion.facts.items()},
    }


def _known(known: Known) -> Any:
    value = value_data(known.value)
    beside = {"source": known.source, "date": str(known.recorded_on) if known.recorded_on else None}
    said = {name: each for name, each in beside.items() if each}
    return {"value": value, **said} if said else value


def value_data(value: Value) -> bool | str | list[str]:
    """A value of a fact in the form of a case file."""
    if isinstance(value, bool):
        return value
    return sorted(value) if isinstance(value, frozenset) else written(value)
