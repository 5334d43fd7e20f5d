"""Two looks at one job are put together so that nothing goes backwards."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.apiframe import later
from adapters.base import ENDED, JobState, Look

WAITING = Look(state=JobState.WAITING)
LOOKS = st.builds(
    Look, state=st.sampled_from(list(JobState)), percent=st.none() | st.integers(0, 100)
)


@given(st.lists(LOOKS, max_size=12))
def test_nothing_ever_goes_backwards(looks: list[Look]) -> None:
    known = WAITING
    for look in looks:
        before, known = known, later(known, look)
        if before.state in ENDED:
            assert known == before
        elif known.state not in ENDED:
            assert (known.percent or 0) >= (before.percent or 0)
            assert before.state is not JobState.RUNNING or known.state is JobState.RUNNING
    assert (known.state in ENDED) == any(look.state in ENDED for look in looks)
