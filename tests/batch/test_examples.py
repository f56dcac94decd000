"""The worked examples run as they stand."""

import runpy
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_notebook() -> None:
    found = runpy.run_path(str(EXAMPLES / "batch_notebook.py"))
    assert found["by_outcome"]["len"].sum() == 2000
    assert found["asked"]["missing"].n_unique() > 10
    assert found["failing"]["rows"].max() > 0
    assert 0 < found["met"].height < 2000
