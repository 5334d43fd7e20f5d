"""The process that opens media: reads one job, does it under limits, answers in lines of JSON."""

import os
import sys
import threading

from studio.engine import desk
from studio.engine.limits import limit
from studio.errors import CannotFit, MediaError, Reason
from studio.jobs import ANSWERS, JOBS, Answer, Progress, Refused, Unfit, length_ms

_CPU_S = 30
_CPU_S_PER_SECOND = 20


def main() -> None:
    """Does the one job that stands in the first line of the input."""
    job = JOBS.validate_json(sys.stdin.buffer.readline())
    limit(_CPU_S + _CPU_S_PER_SECOND * length_ms(job) // 1000)
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()
    try:
        _say(desk.do(job, lambda share: _say(Progress(share=share))))
    except MediaError as error:
        _say(Refused(reason=error.reason, path=error.path))
    except CannotFit as error:
        _say(Unfit(least_bytes=error.least_bytes))
    except MemoryError:
        _say(Refused(reason=Reason.TOO_MANY_PIXELS, path=None))


def _leave_with_the_parent() -> None:
    # os.read, since a thread blocked in sys.stdin would disturb the interpreter's end.
    while os.read(0, 1024):
        pass
    os._exit(1)


def _say(answer: Answer) -> None:
    sys.stdout.buffer.write(ANSWERS.dump_json(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
