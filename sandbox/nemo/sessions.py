"""Endpoints about sessions: a new one, and the state of one."""

from dataclasses import asdict

from pydantic import BaseModel, JsonValue
from starlette.requests import Request
from starlette.responses import Response

from sandbox.nemo.border import (
    account_of,
    body_of,
    ok,
    refuse_late,
    script_for,
    session_of,
    world_of,
)
from sandbox.nemo.draft import wire
from sandbox.nemo.odd_drafts import odd
from sandbox.nemo.project import Media


class _NewSession(BaseModel):
    task_name: str = "project"
    language: str = "en"


async def create_session(request: Request) -> Response:
    """`POST /api/tasks/me/with-session/nemo_agent`.

    Words of a script: `bind_id` names the user so, `without_user` leaves it out.
    """
    script = script_for(request, "session.create")
    account = account_of(request)
    wanted = await body_of(request, _NewSession)
    session = world_of(request).open_session(
        owner=account.user_id, task_name=wanted.task_name, language=wanted.language
    )
    refuse_late(script)
    answer: dict[str, JsonValue] = {"task_id": session.task_id, "session_id": session.id}
    if "without_user" not in script:
        answer["bind_id" if "bind_id" in script else "user_id"] = account.user_id
    return ok(answer)


async def latest_state(request: Request) -> Response:
    """`GET /api/state/nemo_agent/me/<session>/latest`.

    Words of a script: `bind_id` adds the user's id, those of `odd_drafts.ODD` change the draft.
    """
    script = script_for(request, "state")
    session = session_of(request, request.path_params["session_id"])
    project = session.project
    canvas: dict[str, JsonValue] = asdict(project.draft.canvas)
    return ok(
        {
            "session_id": session.id,
            "task_id": session.task_id,
            "task_name": session.task_name,
            **({"bind_id": session.owner} if "bind_id" in script else {}),
            "state": {
                "draft": odd(wire(project.draft), script.words),
                "video_infos": [_media_fields(media) for media in project.media],
                "generated_media": [_media_fields(media) for media in project.generated],
                "canvas_config": canvas,
            },
        }
    )


def _media_fields(media: Media) -> JsonValue:
    return {
        "name": media.name,
        "file_type": media.kind,
        "cdn_url": media.url,
        "duration": media.duration_ms / 1000,
        "width": media.width,
        "height": media.height,
    }
