"""When a question is shown, as FHIR says it: enableWhen where that is enough, else FHIRPath."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from coverline.forms.formulas import ALWAYS, NEVER, Answered, Every, Formula, Some
from coverline.forms.urls import ENABLE_EXPRESSION
from coverline.forms.words import coding

Data = dict[str, Any]
Domains = Mapping[str, frozenset[str | bool]]


def shown_while_open(settled: Formula, domains: Domains) -> Data:
    """The elements of an item that is shown until the answers before it settle it; none for always.

    Without an answer it stays shown, which enableWhen says by `exists`: renderers differ on what "is not"
    means of a question that was not answered.
    """
    if settled in (ALWAYS, NEVER) or (isinstance(settled, Answered) and not settled.values):
        return {}
    parts = settled.parts if isinstance(settled, Every) else (settled,)
    if all(isinstance(each, Answered) for each in parts):
        answers = [each for each in parts if isinstance(each, Answered)]
        return {
            "enableWhen": [one for each in answers for one in _otherwise(each, domains)],
            "enableBehavior": "any",
        }
    expression = {"language": "text/fhirpath", "expression": f"({fhirpath(settled, domains)}).not()"}
    return {"extension": [{"url": ENABLE_EXPRESSION, "valueExpression": expression}]}


def _otherwise(answered: Answered, domains: Domains) -> Iterator[Data]:
    """There is no such answer: none at all, or another one."""
    yield {"question": answered.name, "operator": "exists", "answerBoolean": False}
    others = domains[answered.name] - answered.values
    for value in sorted(others, key=str):
        said = {"answerBoolean": value} if isinstance(value, bool) else {"answerCoding": coding(value)}
        yield {"question": answered.name, "operator": "=", **said}


def fhirpath(formula: Formula, domains: Domains) -> str:
    """The formula as FHIRPath over the response; true or false, never empty."""
    match formula:
        case Answered(name, values):
            answers = f"%resource.descendants().where(linkId = '{name}').answer.value"
            return f"{answers}.where({_test(values, domains[name])}).exists()"
        case Every(parts):
            return " and ".join(f"({fhirpath(each, domains)})" for each in parts) or "true"
        case Some(parts):
            return " or ".join(f"({fhirpath(each, domains)})" for each in parts) or "false"
    assert_never(formula)


def _test(values: frozenset[str | bool], domain: frozenset[str | bool]) -> str:
    """Whether an answer is one of the values, or none of the others where these are fewer."""
    if isinstance(next(iter(values)), bool):
        return " or ".join(f"$this = {str(value).lower()}" for value in sorted(values))
    others = domain - values
    if others and len(others) < len(values):
        return f"({_among(others)}).not()"
    return _among(values)


def _among(values: frozenset[str | bool]) -> str:
    return f"code in ({' | '.join(repr(value) for value in sorted(map(str, values)))})"
