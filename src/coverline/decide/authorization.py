"""Prior authorization per the policy's own table."""

from collections.abc import Iterator
from itertools import product

from coverline.decide.fields import Fields, holds
from coverline.model.policy import Authorization, PolicyVersion
from coverline.model.vocabulary import Vocabulary

FIELDS = ("product", "state", "setting", "technique")


def prior_authorization(version: PolicyVersion, fields: Fields, vocabulary: Vocabulary) -> Authorization:
    """The one answer that the table gives for everything that the fields can be, else unknown."""
    answers = set(_answers(version, fields, vocabulary))
    return answers.pop() if len(answers) == 1 else Authorization.UNKNOWN


def _answers(version: PolicyVersion, fields: Fields, vocabulary: Vocabulary) -> Iterator[Authorization]:
    table = version.prior_authorization
    if table is None:
        yield Authorization.UNKNOWN
        return
    tested = {test.fact for rule in table.rules for test in rule.when} | {"technique"}
    names = [field for field in FIELDS if field in tested]
    for values in product(*(sorted(fields.possible[name]) for name in names)):
        known = fields.being(**dict(zip(names, values, strict=True)))
        if not known.possible["technique"] <= table.techniques:
            yield Authorization.UNKNOWN
            continue
        rules = (rule for rule in table.rules if holds(rule.when, known, (), vocabulary))
        rule = next(rules, None)
        yield rule.answer if rule else Authorization.UNKNOWN
