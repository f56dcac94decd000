"""The CQL of a form compiles, and says what the intake takes from a chart, or nothing."""

import json
from base64 import b64decode
from copy import deepcopy
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest

from coverline.forms import Language, form, has_elm, library_resource
from coverline.forms.cql import cql, defined, library_name
from coverline.forms.cql_paths import CODINGS, PROVIDED, VALUES
from coverline.forms.elm import FOLDER, compiled, file_of
from coverline.forms.population import expression
from coverline.forms.questions import questions_of
from coverline.forms.recorded import RESOLVES, recorded
from coverline.forms.urls import INITIAL_EXPRESSION
from coverline.forms.urls import LIBRARY as NAMED_LIBRARY
from coverline.model.case import Case, Known, Service
from coverline.model.chart import Reads
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Span
from tests.fhir.charts import OBSERVED, chart_of
from tests.fhir.node.running import node
from tests.fhir.packages import NODE
from tests.fhir.resources import Resource, bundle
from tests.forms.everything import ADDRESS, versions
from tests.forms.test_population import HEALED, SPOILERS, same_or_nothing_of, single_charts
from tests.laws.real import DAYS, LIBRARY

POLICIES = list(versions())
translated = pytest.mark.skipif(
    not (NODE / "node_modules" / "@cqframework").exists(),
    reason=f"the translator of CQL is not installed in {NODE} (make node)",
)


@cache
def translations() -> dict[str, Any]:
    """The ELM of every policy's form, as the translator makes it now."""
    found = node("elm.mjs", [cql(each, LIBRARY) for each in POLICIES])
    return {policy.id: elm for policy, elm in zip(POLICIES, found, strict=True)}


def problems(elm: Any) -> list[str]:
    """What the translator has to say against a text."""
    return [each["message"] for each in elm["library"]["annotation"] if "errorSeverity" in each]


def run(policy: PolicyVersion, charts: list[list[Resource]]) -> list[dict[str, Any]]:
    """What the CQL of a policy's form says of each chart, by name."""
    # An engine is given what is recorded of its patient.
    own = ("Patient/p", None)
    bundles = [
        bundle(*(one for one in each if one.get("subject", {}).get("reference") in own)) for each in charts
    ]
    found = node("cql.mjs", {"elm": translations()[policy.id], "charts": bundles})
    names = defined(policy, LIBRARY)
    return [{name: said for name, said in each.items() if name in names} for each in found]


@translated
def test_every_library_compiles() -> None:
    assert {name: problems(elm) for name, elm in translations().items()} == {each.id: [] for each in POLICIES}


@translated
def test_a_broken_library_does_not() -> None:
    broken = cql(POLICIES[1], LIBRARY).replace("FHIR.boolean", "FHIR.booleen")
    (elm,) = node("elm.mjs", [broken])
    assert problems(elm)


def drawn(policy: PolicyVersion, random: Random) -> list[Resource]:
    """A chart with some observed facts, and records that do not count or say something else."""
    known = {name: Known(name, random.random() < 0.5) for name in OBSERVED if random.random() < 0.3} | {
        "indication": Known("indication", random.choice(["osteoporotic_fracture", "hemangioma"]))
    }
    service = Service("22511", "vertebroplasty", ("L1",))
    chart = deepcopy(chart_of(Case(policy.payer, Span.exactly(DAYS[policy.payer]), (service,), facts=known)))
    for each in random.sample(chart[4:], min(3, len(chart) - 4)):
        changed = deepcopy(each) | {"id": f"{each['id']}-again"}
        random.choice(SPOILERS)(changed)
        if random.random() < 0.5:
            chart.append(changed)
        else:
            each.clear()
            each.update(changed)
    return chart


@translated
@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.id)
def test_it_says_what_the_intake_takes_or_nothing(policy: PolicyVersion) -> None:
    random = Random(7)
    charts = [*single_charts(policy.payer), *(drawn(policy, random) for _ in range(30))]
    said = run(policy, charts)
    for chart, found in zip(charts, said, strict=True):
        same_or_nothing_of(found, chart)
    if policy.id != "bcbsm-sacral-augmentation":
        assert sum(len(each) > 3 for each in said) > 10


@translated
def test_a_single_record() -> None:
    (found,) = run(LIBRARY.version("cigna-0040"), [[*single_charts("cigna")[0][:4], HEALED]])
    assert found == {
        "service": "22511", "levels": "L1", "date_of_service": "2024-09-10", "fracture_healed": False,
    }  # fmt: skip


def test_all_that_the_vocabulary_says_of_facts_in_fhirpath_can_be_said_in_cql() -> None:
    facts = [each for each in LIBRARY.vocabulary.facts.values() if recorded(each, LIBRARY) is not None]
    places = list(chain.from_iterable(each.chart for each in facts))
    paths = {path for each in places for path in each.where if RESOLVES not in path}
    assert paths <= CODINGS.keys()
    assert {each.value.path for each in places if isinstance(each.value, Reads)} <= VALUES.keys()
    assert {each.provided for each in places if each.provided} <= PROVIDED.keys()


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.id)
def test_both_languages_fill_in_the_same_questions(policy: PolicyVersion) -> None:
    asked = questions_of(policy, LIBRARY).all
    assert defined(policy, LIBRARY) == {each.name for each in asked if expression(each, LIBRARY)}


def test_a_form_that_is_filled_in_by_cql_names_its_library() -> None:
    policy = LIBRARY.version("cigna-0040")
    made = form(policy, LIBRARY, ADDRESS, language=Language.CQL)
    library = library_resource(policy, LIBRARY, ADDRESS)
    named = [each["valueCanonical"] for each in made["extension"] if each["url"] == NAMED_LIBRARY]
    assert named == [f"{library['url']}|{library['version']}"]
    said = {
        item["linkId"]: each["valueExpression"]
        for group in made["item"]
        for item in group["item"]
        for each in item.get("extension", [])
        if each["url"] == INITIAL_EXPRESSION
    }
    assert said["symptomatic"] == {"language": "text/cql", "expression": '"FactsCigna0040"."symptomatic"'}
    content = library["content"][0]
    text = b64decode(content["data"]).decode()
    assert (content["contentType"], text) == ("text/cql", cql(policy, LIBRARY))
    assert text.startswith("library FactsCigna0040 version '2024-06-15'\n")
    assert all(f'define "{name}":' in text for name in said)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.id)
def test_every_library_comes_with_its_elm(policy: PolicyVersion) -> None:
    """Where this fails the content has changed since the CQL was compiled: make elm."""
    assert has_elm(policy, LIBRARY), "make elm"
    written, machine = library_resource(policy, LIBRARY, ADDRESS)["content"]
    assert (written["contentType"], machine["contentType"]) == ("text/cql", "application/elm+json")
    elm = json.loads(b64decode(machine["data"]))["library"]
    assert elm["identifier"] == {"id": library_name(policy), "version": policy.version.name}
    assert defined(policy, LIBRARY) <= {each["name"] for each in elm["statements"]["def"]}


@translated
def test_the_elm_is_what_the_translator_makes_of_the_cql() -> None:
    shipped = {each.id: json.loads(compiled(cql(each, LIBRARY)) or b"null") for each in POLICIES}
    assert shipped == translations()


def test_cql_that_was_never_compiled_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    compiled.cache_clear()
    monkeypatch.setattr("coverline.forms.elm.FOLDER", tmp_path)
    policy = POLICIES[0]
    library = library_resource(policy, LIBRARY, ADDRESS)
    compiled.cache_clear()
    assert len(library["content"]) == 1
    assert library["description"].endswith("there is no ELM.")


def test_no_compiled_text_is_left_over() -> None:
    wanted = {file_of(cql(each, LIBRARY)).name for each in POLICIES}
    assert {each.name for each in FOLDER.iterdir()} == wanted, "make elm"
