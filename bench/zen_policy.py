"""The criteria of cigna-0040 as a decision graph for zen-engine, with Kleene's three values.

A criterion is 1 where it is met, 0 where it is not and 0.5 where it is unknown, so that all of several is
their least and any of several is their greatest.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from hand_written import Facts

KEY = "cigna-0040"
_MALIGNANT = '["osteolytic_metastasis", "multiple_myeloma"]'
_FRACTURES = (
    '["osteoporotic_fracture", "osteonecrosis", "steroid_induced_fracture", "osteolytic_other", '
    '"osteolytic_metastasis", "multiple_myeloma"]'
)


def _known(value: str, test: str, excluded: str = "false") -> str:
    """The test of a value; of an unknown one 0 where another fact excludes that it passes."""
    unknown = "0.5" if excluded == "false" else f"({excluded} ? 0 : 0.5)"
    return f"{value} == null ? {unknown} : ({test} ? 1 : 0)"


def _yes(value: str, excluded: str = "false") -> str:
    return _known(value, value, excluded)


def _all(*criteria: str) -> str:
    return f"min([{', '.join(f'$.{each}' for each in criteria)}])"


def _any(*criteria: str) -> str:
    return f"max([{', '.join(f'$.{each}' for each in criteria)}])"


_CRITERIA = {
    "recent_on_imaging": _yes("recent_on_imaging", excluded="healed == true"),
    "under_three_months": _known("fracture_date", 'd(fracture_date).isAfter(d(service).sub(3, "M"))'),
    "correlates": _yes("correlates"),
    "debilitating": _yes("pain_debilitating"),
    "failed_treatment": _yes("treatment_failed", excluded="responding == true"),
    "six_weeks": "treatment_days != null ? (treatment_days >= 42 ? 1 : 0) "
    ": treatment_months == null ? 0.5 : (treatment_months >= 2 ? 1 : 0)",
    "fracture_type": _known("indication", f"indication in {_FRACTURES}"),
    "failed_six_weeks": _all("debilitating", "failed_treatment", "six_weeks", "fracture_type"),
    "malignant": _known("indication", f"indication in {_MALIGNANT}"),
    "severe": _known("pain_severity", 'pain_severity == "severe"', excluded="symptomatic == false"),
    "malignant_severe_pain": _all("malignant", "severe"),
    "is_hemangioma": _known("indication", 'indication == "hemangioma"'),
    "is_granuloma": _known("indication", 'indication == "eosinophilic_granuloma"'),
    "painful": f'pain_severity != null and pain_severity != "none" ? 1 : {_yes("symptomatic")}',
    "aggressive": _yes("aggressive"),
    "painful_hemangioma": _all("is_hemangioma", "painful"),
    "aggressive_hemangioma": _all("is_hemangioma", "aggressive"),
    "hemangioma": _any("painful_hemangioma", "aggressive_hemangioma"),
    "granuloma": _all("is_granuloma", "painful"),
    "one_of_three": _any("failed_six_weeks", "malignant_severe_pain", "hemangioma", "granuloma"),
    "all": _all("recent_on_imaging", "under_three_months", "correlates", "one_of_three"),
    "outcome": '$.all == 1 ? "met" : $.all == 0 ? "not_met" : "unknown"',
}


def graph() -> dict[str, Any]:
    """The decision graph: one expression node, with a row for each criterion so that the trace shows it."""
    expressions = [{"id": key, "key": key, "value": value} for key, value in _CRITERIA.items()]
    nodes = [
        _node("facts", "inputNode", {}),
        _node("criteria", "expressionNode", {"expressions": expressions}),
        _node("answer", "outputNode", {}),
    ]
    return {"nodes": nodes, "edges": [_edge("facts", "criteria"), _edge("criteria", "answer")]}


def context(facts: Facts) -> dict[str, Any]:
    """The facts as zen-engine takes them: dates are text, what is unknown is absent."""
    known = {name: value for name, value in asdict(facts).items() if value is not None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}


def _node(name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
