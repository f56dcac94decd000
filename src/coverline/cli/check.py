"""`coverline check`: what is wrong with content files, policies and cases."""

from typing import Annotated

import typer

from coverline.cli.terminal import bad, good, say, say_data


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Policies, vocabularies or cases; none means all content."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List every problem in content files, policies and cases.

    The exit status is 2 where there is a problem. A caution is worth a look but stops nothing. A todo of a
    draft is a problem until it is written.
    """
    from coverline.cli.inspection import inspect, inspect_content
    from coverline.library import Library
    from coverline.problem import Todo

    library = Library.load()
    found = [inspect(file, library) for file in files] if files else [inspect_content(library)]
    problems = [problem for group, _ in found for problem in group]
    cautions = [caution for _, group in found for caution in group]
    todos = [each for each in problems if isinstance(each, Todo)]
    if as_json:
        said = (("problems", problems), ("cautions", cautions), ("todos", todos))
        say_data({name: list(map(str, group)) for name, group in said})
    else:
        for line in (*problems, *(f"caution: {each}" for each in cautions)):
            say(str(line))
        say(bad(_count(len(problems), len(todos))) if problems else good("no problems"))
    raise typer.Exit(2 if problems else 0)


def _count(problems: int, todos: int) -> str:
    said = "1 problem" if problems == 1 else f"{problems} problems"
    if not todos:
        return said
    return f"{said}, {'all' if todos == problems else todos} of them todos" if problems > 1 else "1 todo"
