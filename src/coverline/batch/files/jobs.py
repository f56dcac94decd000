"""A job as it is asked for: what to read, where to write, and which way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coverline.batch.columns import known_columns
from coverline.batch.files.chunk import Answer, Source
from coverline.batch.files.engines import Engine, require, run_on
from coverline.batch.files.folder import Folder, Shares
from coverline.batch.files.forms import ENDINGS, Form, form_of
from coverline.batch.files.inputs import files_of, is_several
from coverline.batch.files.job import Progress, answer_file, named, require_columns
from coverline.batch.files.sources import Columns, Several, open_source
from coverline.batch.files.summary import Summary
from coverline.batch.tables import decide
from coverline.library import Library
from coverline.model.vocabulary import Kind
from coverline.problem import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Job:
    """What to read and where to write; `form` is that of files whose names do not tell it."""

    given: str
    out: Path
    form: Form | None = None
    criteria: bool = False
    resume: bool = False
    engine: Engine = Engine.POLARS
    master: str = "local[*]"


def run(job: Job, library: Library, told: Progress) -> Summary:
    """Answers the rows of a file, or of several files into one file or into a folder of files.

    Raises Unreadable where nothing can be read or written, before anything is.
    """
    files = files_of(job.given)
    if job.engine is not Engine.POLARS:
        return _run_elsewhere(job, files, library)
    if is_several(job.given) and job.out.suffix.lower() not in ENDINGS:
        return _run_folder(job, files, library, told)
    if job.resume:
        expected = "several files and a folder to write"
        raise Unreadable((Problem(job.given, 0, "--resume for one file to write", expected),))
    target = job.out / files[0].name if job.out.is_dir() else job.out
    _refuse_same(files, target)
    form = form_of(target, job.form)
    sources = [_open(each, job, form, library) for each in files]
    source = sources[0] if len(sources) == 1 else Several(files, sources)
    require_columns(files[0], source, _answer(job, library))
    return answer_file(source, _answer(job, library), target, form, told)


def _run_elsewhere(job: Job, files: Sequence[Path], library: Library) -> Summary:
    require(job.engine)
    for file in files if job.engine is Engine.SPARK else (*files, job.out):
        if form_of(file, job.form) is not Form.PARQUET:
            hint = "the embedded engine takes every form: --engine polars"
            raise Unreadable((Problem(str(file), 0, f"no Parquet for {job.engine}", "Parquet", hint=hint),))
    if job.resume or job.out.is_dir():
        found = "--resume" if job.resume else "a folder that exists"
        raise Unreadable((Problem(str(job.out), 0, found, f"a new name for the answers of {job.engine}"),))
    _refuse_same(files, job.out)
    with named(files[0]):
        return run_on(job.engine, job.master, files, _answer(job, library), job.out)


def _run_folder(job: Job, files: Sequence[Path], library: Library, told: Progress) -> Summary:
    """Answers each file that is not done yet into a file of the same name; the summary counts all."""
    _refuse_same_names(job, files)
    folder = Folder(job.out, {"policies": library.content_hash, "criteria": job.criteria})
    if job.resume:
        folder.resume()
    waiting = [file for file in files if not folder.is_done(file)]
    answer = _answer(job, library)
    for file in waiting:
        require_columns(file, _open(file, job, form_of(file, job.form), library), answer)
    shares = Shares(told, sum(each.stat().st_size for each in waiting))
    job.out.mkdir(parents=True, exist_ok=True)
    for file in waiting:
        form = form_of(file, job.form)
        source, shown = _open(file, job, form, library), shares.begin(file.stat().st_size)
        folder.record(file, answer_file(source, answer, job.out / file.name, form, shown))
    return folder.summary(files)


def _refuse_same_names(job: Job, files: Sequence[Path]) -> None:
    names = Counter(each.name for each in files)
    for file in files:
        _refuse_same(files, job.out / file.name)
        if names[file.name] > 1:
            raise Unreadable((Problem(job.given, 0, f"two files named {file.name}", "a name for each file"),))


def _answer(job: Job, library: Library) -> Answer:
    return partial(decide, criteria=job.criteria, policies=library)


def _open(file: Path, job: Job, target: Form, library: Library) -> Source:
    facts = library.vocabulary.facts.values()
    lists = ("diagnoses", *(each.name for each in facts if each.kind is Kind.SET))
    columns = Columns(known_columns(library.vocabulary), lists)
    return open_source(file, form_of(file, job.form), columns, target)


def _refuse_same(files: Sequence[Path], target: Path) -> None:
    if any(each.resolve() == target.resolve() for each in files):
        raise Unreadable((Problem(str(target), 0, "the file that is read", "another file to write"),))
