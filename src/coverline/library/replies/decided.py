"""The answer to a case as data, with what would make it met."""

from collections.abc import Sequence
from typing import Any

from coverline.decide.data import as_data
from coverline.language.case_data import value_data
from coverline.library.answering import Library
from coverline.model.case import Case
from coverline.model.determination import Determination
from coverline.search.paths import Paths, paths_of
from coverline.search.steps import Path, Step

Data = dict[str, Any]


def decided_data(case: Case, library: Library) -> Data:
    """The answer to a case in the form of the contract; raises Undecidable."""
    answer = library.decide(case)
    return answered_data(answer, paths_of(case, library.plan_for(case), library.procedure_codes), library)


def answered_data(answer: Determination, paths: Paths, library: Library) -> Data:
    """An answer as data with the paths of the whole case and of each part."""
    data = as_data(answer, library.register, document_of(answer, library))
    services = [
        {**service, "paths": paths_data(part)}
        for service, part in zip(data["services"], paths.parts, strict=True)
    ]
    return {**data, "paths": paths_data(paths.whole), "services": services}


def document_of(answer: Determination, library: Library) -> str:
    """The source document that an answer cites: that of the deciding version, else of the newest."""
    versions = library.policies.get(answer.policy.id, ())
    named = [each.source for each in versions if each.version.name == answer.policy.version]
    newest = [each.source for each in versions[-1:]]
    return next(iter(named + newest), "")


def paths_data(paths: Sequence[Path]) -> list[list[Data]]:
    """The paths in the form of the contract."""
    return [[_step(step) for step in path] for path in paths]


def _step(step: Step) -> Data:
    data = {"fact": step.fact, "value": value_data(step.value), "kind": step.change.value}
    return {**data, "levels": list(step.levels)} if step.levels else data
