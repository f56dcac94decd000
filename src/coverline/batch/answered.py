"""Rows that are answered together: the outcome by expressions, what these leave open by patterns."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from coverline.batch.asking import Numbered, Rows
from coverline.batch.classes import NUMBER, small
from coverline.batch.expressions import balanced, closed
from coverline.batch.opened import Opened
from coverline.batch.prepared import PRODUCT_KIND, STANDING, STATE_KIND, TECHNIQUES
from coverline.batch.readings import SILENT
from coverline.batch.requests import Lead, Request
from coverline.model.determination import Action, Outcome
from coverline.model.policy import Category

if TYPE_CHECKING:
    from coverline.batch.engine import Engine

SCOPE = (PRODUCT_KIND, STATE_KIND, TECHNIQUES)
REQUEST = ("payer", STANDING, *SCOPE)
# What these tell as far as conditions ask of it.
OF_SCOPE = ("product", "state", TECHNIQUES)
OUTCOMES = tuple(
    each.value for each in (Outcome.MET, Outcome.NOT_MET, Outcome.NEEDS_INFORMATION, Outcome.NOT_APPLICABLE)
)
MET, NOT_MET, OPEN, ELSEWHERE = range(4)
NO_TREE, SEVERAL_TREES = range(2)
# What is done about each outcome.
ACTIONS = tuple(
    each.value
    for each in (Action.APPROVE, Action.CLINICAL_REVIEW, Action.REQUEST_INFORMATION, Action.REDIRECT)
)
Numbers = tuple[pl.Series, Sequence[Any]]


class Answered:
    """The answers to some rows, as numbers and what these stand for.

    Where `spread`, the rows have no single day of service, fall to one version on all of them, and are known
    to be open on these together.
    """

    def __init__(self, engine: "Engine", rows: Rows, wanted: Sequence[str], spread: bool = False) -> None:
        self._engine = engine
        self._wanted = wanted
        self._spread = spread
        self._requests = engine.requests.numbers(rows, rows.keys(REQUEST))
        leads = small([engine.leads.number(each.leads) for each in engine.requests.answers.all])
        self._leads = leads.gather(self._requests)
        self._present = {number: engine.leads.all[number] for number in self._leads.unique().sort()}
        self._rows = self._evaluated(rows)
        self._states = self._by_kleene()
        self._missing = pl.repeat(0, len(self._leads), dtype=NUMBER, eager=True)
        self._lists: Numbered[tuple[str, ...]] = Numbered(())
        for number, each in self._present.items():
            if any(lead.tree is not None for lead in each):
                self._ask_what_is_open(self._leads == number, each)

    def columns(self) -> dict[str, Numbers]:
        """For each wanted column a number in every row, and what the numbers stand for."""
        answers: dict[str, Callable[[], Numbers]] = {
            "outcome": lambda: (self._states, OUTCOMES),
            "category": self._categories,
            "action": lambda: (self._actions(), ACTIONS),
            "policy": lambda: self._of_request(lambda request: request.policy),
            "version": lambda: self._of_request(lambda request: request.version),
            "prior_authorization": self._authorizations,
            "missing": lambda: (self._missing, self._lists.all),
            "code_findings": self._findings,
            "problem": lambda: (self._missing * 0, (None,)),
        }
        found = {name: answer() for name, answer in answers.items() if name in self._wanted}
        criteria = [name for name in self._wanted if name not in answers]
        return {**found, **(self._criteria(criteria) if criteria else {})}

    def _evaluated(self, rows: Rows) -> Rows:
        """The rows with the results of criteria that some of them fall to, and of the tests of conditions."""
        engine = self._engine
        trees = {each.tree for leads in self._present.values() for each in leads if each.tree is not None}
        wanted = {column for tree in trees for column in engine.patterns[tree].columns}
        needed = engine.forest.needed(wanted.union(engine.conditions))
        frame = engine.preparation.limited(rows.frame, engine.forest.bounds(needed))
        found = engine.forest.with_results(nw.from_native(frame), engine.columns, needed)
        return Rows(nw.to_native(found), engine.columns, rows.on_all_days)

    def _by_kleene(self) -> pl.Series:
        """Every row's outcome by Kleene's reading: a sum over where rows lead, for each leads to one."""
        leads = pl.lit(self._leads)
        states = [
            (leads == number).cast(pl.UInt8) * _shared([self._state(each) for each in _questions(found)])
            for number, found in self._present.items()
        ] or [leads.cast(pl.UInt8)]
        return self._rows.frame.select(balanced(states, lambda one, other: one + other)).to_series()

    def _ask_what_is_open(self, here: pl.Series, leads: tuple[Lead, ...]) -> None:
        """Asks of the rows that lead to some questions, and are open."""
        questions = _questions(leads)
        places = (here & (self._states == OPEN)).arg_true()
        if len(places):
            self._ask(places, leads, questions)

    def _ask(self, places: pl.Series, leads: tuple[Lead, ...], questions: tuple[Lead, ...]) -> None:
        """Lets decide answer open rows, once for each pattern of what is open."""
        opened = self._opened(leads, questions)
        if not self._spread:
            asked = opened.to_ask(self._rows, places)
            if len(asked):
                rows = self._engine.preparation.complete(self._rows.among(asked))
                self._put(asked, opened.numbers(rows), opened)
            return
        times = self._engine.preparation.times
        frame = self._rows.frame[places]
        waits = frame.select(pl.any_horizontal(opened.waits_for(time) for time in times)).to_series()
        settled, waiting = places.filter(~waits), places.filter(waits)
        if len(settled):
            self._put(settled, opened.numbers(self._rows.among(settled)), opened)
        if len(waiting):
            self._put(waiting, opened.numbers(self._rows.among(waiting, on_all_days=True), times), opened)

    def _opened(self, leads: tuple[Lead, ...], questions: tuple[Lead, ...]) -> Opened:
        known, with_missing = self._engine.opened, "missing" in self._wanted
        if (leads, with_missing) not in known:
            patterns = [self._engine.patterns[each.tree] for each in questions if each.tree is not None]
            known[leads, with_missing] = Opened(
                leads, patterns, self._engine.policies, self._engine.forest, with_missing
            )
        return known[leads, with_missing]

    def _put(self, places: pl.Series, rest: pl.Series, opened: Opened) -> None:
        """Takes over what was answered of the rows in some places."""
        answers = opened.asked.answers.all
        outcomes = small([OUTCOMES.index(outcome) for outcome, _ in answers])
        lists = pl.Series([self._lists.number(missing) for _, missing in answers], dtype=NUMBER)
        self._states = self._states.scatter(places, outcomes.gather(rest))
        self._missing = self._missing.scatter(places, lists.gather(rest))

    def _state(self, question: Lead) -> pl.Expr:
        """The outcome of a question by Kleene's reading."""
        if question.tree is None:
            return pl.lit(ELSEWHERE, dtype=pl.UInt8)
        root = pl.col(self._engine.patterns[question.tree].columns[0])
        state = pl.when(root).then(MET).when(~root).then(NOT_MET).otherwise(OPEN)
        if question.judge is not None:
            judged = pl.col(closed(question.judge))
            no = self._engine.columns[question.judge].reading.class_of_value(False)
            state = pl.when(judged == no).then(ELSEWHERE).when(judged == SILENT).then(OPEN).otherwise(state)
        return state.cast(pl.UInt8)

    def _of_request(self, said: Callable[[Request], str | None]) -> Numbers:
        return self._requests, [said(each) for each in self._engine.requests.answers.all]

    def _actions(self) -> pl.Series:
        """The action on every outcome; a clinician reviews what waits for a clinician's answer."""
        actions = self._states
        for number, leads in self._present.items():
            for judge in dict.fromkeys(each.judge for each in leads if each.judge is not None):
                unjudged = self._rows.frame[closed(judge)] == SILENT
                waits = (self._leads == number) & (self._states == OPEN) & unjudged
                actions = actions.zip_with(~waits, actions * 0 + NOT_MET)
        return actions

    def _categories(self) -> Numbers:
        """What the policy calls the service; only what is met or not met is called something."""
        engine = self._engine
        beyond = [name for name in engine.category_conditions if name not in OF_SCOPE]
        if beyond:
            unmet = engine.categories.numbers(self._rows, self._rows.keys((*REQUEST, *beyond)))
            names: Sequence[str | None] = engine.categories.answers.all
        else:
            unmet, names = self._of_request(lambda request: request.category)
        known: Numbered[str | None] = Numbered(None, Category.MEDICALLY_NECESSARY.value)
        called = pl.Series([known.number(each) for each in names], dtype=NUMBER).gather(unmet)
        is_met = (self._states == MET).cast(NUMBER)
        return is_met.zip_with(self._states != NOT_MET, called), known.all

    def _authorizations(self) -> Numbers:
        asked = self._engine.authorizations
        return asked.numbers(self._rows, self._rows.keys((*REQUEST, "setting"))), asked.answers.all

    def _findings(self) -> Numbers:
        findings = self._engine.findings
        return findings.numbers(self._rows, self._engine.preparation), findings.all.all

    def trees(self) -> pl.Series:
        """The number of the criteria that each row falls to: NO_TREE, SEVERAL_TREES, or that of the one."""
        numbers = {}
        for number, leads in self._present.items():
            trees = {each.tree for each in leads if each.tree is not None}
            several = SEVERAL_TREES if len(trees) > 1 else NO_TREE
            numbers[number] = self._engine.trees.number(trees.pop()) if len(trees) == 1 else several
        table = small([numbers.get(number, NO_TREE) for number in range(max(numbers, default=0) + 1)])
        return table.gather(self._leads).zip_with(
            self._states != ELSEWHERE, pl.repeat(NO_TREE, len(self._leads), dtype=table.dtype, eager=True)
        )

    def _criteria(self, names: Sequence[str]) -> dict[str, Numbers]:
        """The results of criteria in the rows that fall to their tree and to no other."""
        falls_to: dict[int, pl.Series] = {}
        for number, leads in self._present.items():
            trees = {each.tree for each in leads if each.tree is not None}
            if len(trees) == 1:
                (tree,) = trees
                here = (self._leads == number) & (self._states != ELSEWHERE)
                falls_to[tree] = falls_to[tree] | here if tree in falls_to else here
        return self._engine.criterion_columns.columns(self._rows, falls_to, names)


def _questions(leads: tuple[Lead, ...]) -> tuple[Lead, ...]:
    """The different questions that leads come to."""
    return tuple(dict.fromkeys(Lead(each.tree, each.judge) for each in leads))


def _shared(states: Sequence[pl.Expr]) -> pl.Expr:
    """The outcome that all questions share, open where they do not; without any it is nobody's question."""
    if not states:
        return pl.lit(ELSEWHERE, dtype=pl.UInt8)
    if len(states) == 1:
        return states[0]
    same = pl.all_horizontal(each == states[0] for each in states[1:])
    return pl.when(same).then(states[0]).otherwise(pl.lit(OPEN, pl.UInt8))
