"""Gives each job to the part of the engine that does it."""

from collections.abc import Callable
from typing import assert_never

from studio.engine import branding, card, compression, drawing, examine, movie, shrink
from studio.jobs import Brand, Card, Compress, Done, Draw, Examine, Job, Render, Shrink


def do(job: Job, on_progress: Callable[[float], None]) -> Done:
    """Does one job.

    Raises:
        MediaError: a source cannot be used.
        CannotFit: a film cannot be made so small.
    """
    match job:
        case Render():
            movie.make(job.timeline, job.video, job.poster, on_progress)
            return Done()
        case Examine():
            return Done(media=examine.examine(job.path))
        case Shrink():
            shrink.shrink(job.source, job.out, job.longest, job.most_bytes)
            return Done()
        case Draw():
            drawing.draw(job.tracks, job.out)
            return Done()
        case Card():
            card.draw(job.words, (job.width, job.height), job.out)
            return Done()
        case Compress():
            compression.compress(job.source, job.out, job.max_bytes, on_progress)
            return Done(media=examine.examine(job.out))
        case Brand():
            branding.brand(job.source, job.logo, job.out, on_progress)
            return Done()
        case _:
            assert_never(job)
