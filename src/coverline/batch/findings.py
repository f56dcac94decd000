"""Code findings: on the procedure and on the diagnoses apart, each once for what it depends on."""

import polars as pl

from coverline.batch.asking import Asked, Numbered, Rows
from coverline.batch.distinct import Kinds
from coverline.batch.policies import Policies
from coverline.batch.prepared import IN_FORCE, LEVEL_REGION, STANDING, Preparation
from coverline.batch.requests import inquiry
from coverline.decide.codes import code_findings
from coverline.decide.determine import version_of

Found = tuple[str, ...]
# The version that all days share which the facts of a row leave, where its standing is open; 0 elsewhere.
SHARED_VERSION = "version:shared"
PROCEDURE = ("payer", STANDING, SHARED_VERSION, "code", IN_FORCE, LEVEL_REGION)
DIAGNOSES = ("payer", STANDING, SHARED_VERSION, "diagnoses")


class Findings:
    """The findings on the codes of rows; the columns are what those of each kind can depend on besides."""

    def __init__(self, policies: Policies, procedure: tuple[str, ...], diagnoses: tuple[str, ...]) -> None:
        self.all: Numbered[Found] = Numbered(())
        self._policies = policies
        self._procedure_keys = tuple(dict.fromkeys((*PROCEDURE, *procedure)))
        self._diagnoses_keys = tuple(dict.fromkeys((*DIAGNOSES, *diagnoses)))
        self._both = Kinds()
        self._procedure: Asked[Found] = Asked(lambda rows, row: self._on(rows, row, diagnoses=False), ())
        self._diagnoses: Asked[Found] = Asked(lambda rows, row: self._on(rows, row, diagnoses=True), ())

    def numbers(self, rows: Rows, preparation: Preparation) -> pl.Series:
        """The number of every row's findings."""
        frame = preparation.having(rows.frame, (IN_FORCE, LEVEL_REGION))
        if SHARED_VERSION not in frame.columns:
            frame = frame.with_columns(pl.lit(0, pl.UInt8).alias(SHARED_VERSION))
        rows = Rows(frame, rows.columns, rows.on_all_days)
        one = self._procedure.numbers(rows, rows.keys(self._procedure_keys))
        other = self._diagnoses.numbers(rows, rows.keys(self._diagnoses_keys))
        procedure, diagnoses = self._procedure.answers.all, self._diagnoses.answers.all
        return self._both.numbers(
            [one, other],
            lambda first: [self.all.number((*procedure[one[row]], *diagnoses[other[row]])) for row in first],
        )

    def _on(self, rows: Rows, row: int, diagnoses: bool) -> Found:
        if not rows.asks(row):
            return ()
        asked = inquiry(rows, row, self._policies)
        version = version_of(asked)
        lists = asked.plan.of(version).lists if version is not None else None
        vocabulary = self._policies.library.vocabulary
        codes = rows.case(row).diagnoses if diagnoses else ()
        found = code_findings(asked.part, codes, lists, asked.fields, asked.situations, vocabulary)
        if diagnoses:
            # Those on the procedure come first, and are as many without diagnoses.
            own = code_findings(asked.part, (), lists, asked.fields, asked.situations, vocabulary)
            found = found[len(own) :]
        return tuple(f"{each.code}: {each.finding.value}" for each in dict.fromkeys(found))
