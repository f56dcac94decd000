"""A bar on the terminal for what takes long, and nothing where no person looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[int, float], None]]:
    """Shows rows, their rate and the time left; told of more rows, and of the share that is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _untold
        return
    rows_told = TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} a second")
    columns = (BarColumn(), TaskProgressColumn(), rows_told, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0, rows=0, rate=0.0)

        def told(rows: int, share: float) -> None:
            shown = bar.tasks[0]
            total = shown.fields["rows"] + rows
            bar.update(task, completed=share, rows=total, rate=total / max(shown.elapsed or 0.0, 0.001))

        yield told


def _untold(_rows: int, _share: float) -> None:
    """Where no person looks nothing is shown."""
