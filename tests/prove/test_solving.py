"""Questions that Z3 cannot answer in time are not answered."""

import pytest
import z3

from coverline.prove.solving import Limit, NotSettled, Solving


def test_a_limit_that_has_passed_settles_nothing() -> None:
    solving = Solving((), Limit(0))
    with pytest.raises(NotSettled):
        solving.exists(z3.BoolVal(True))


def test_what_z3_does_not_know_is_not_settled() -> None:
    """Fermat's last theorem is too much for it."""
    x, y, n = z3.Ints("x y n")
    solving = Solving((x > 2, y > 2, n > 2), Limit(0.05))
    with pytest.raises(NotSettled):
        solving.exists(x**n + y**n == z3.Int("z") ** n, z3.Int("z") > 2)


def test_the_smallest_of_no_solutions_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="no solutions"):
        Solving((z3.BoolVal(False),), Limit(None)).smallest((), (), ())


def test_earlier_wishes_win_where_only_some_can_be() -> None:
    one, other, third = z3.Bools("one other third")
    wishes = (one, other, third)
    model = Solving((z3.Or(z3.Not(one), z3.Not(other)),), Limit(None)).smallest((), wishes, ())
    assert [bool(model.eval(each)) for each in wishes] == [True, False, True]
