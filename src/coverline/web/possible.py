"""The days on which a level would be met after something is documented."""

from coverline.library import Library
from coverline.library.replies.windows import passages_of
from coverline.model.case import Case
from coverline.publish.paths import path_words
from coverline.publish.stretches import stretches
from coverline.publish.timeline import open_days
from coverline.search.alone import parts_under
from coverline.search.paths import paths_of_parts
from coverline.search.steps import Change, Step, along

MOST_POSSIBLE = 2


def possible_windows(case: Case, library: Library) -> tuple[tuple[str, str], ...]:
    """What the chart would have to show, and the days on which the one level of a case would then be met.

    Only what has no boundary of its own: a length or a date that is only the nearest would move its window.
    """
    plan = library.plan_for(case)
    several = len(parts_under(case, plan, library.procedure_codes)) > 1
    if several or not case.date_of_service.is_exact:
        return ()
    (paths,) = paths_of_parts(case, plan, library.procedure_codes)
    plain = [path for path in paths if all(_is_plain(step) for step in path)][:MOST_POSSIBLE]
    then = [(path_words(path), passages_of(along(path, case), library)[0]) for path in plain]
    return tuple((words, open_days(stretches(passage))) for words, passage in then)


def _is_plain(step: Step) -> bool:
    return step.bound is None and step.change is not Change.TIME
