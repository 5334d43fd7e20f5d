"""Endpoints about renders: submit, poll, download, cancel."""

from pydantic import BaseModel, Field, JsonValue
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from sandbox.nemo.border import account_of, body_of, refuse_late, script_for, session_of, world_of
from sandbox.nemo.refusals import RefusedError
from sandbox.nemo.renders import RenderJob
from sandbox.nemo.submitted import has_segments

ATTRIBUTION = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")


class _Submission(BaseModel):
    id: str
    session_id: str = Field(alias="sessionId")
    draft: JsonValue = None


async def submit(request: Request) -> Response:
    """`POST /api/render/proxy/lambda`. An id can be used once.

    Words of a script: `fail` ends the render without a result, `stuck` never ends it, `for` is how
    many seconds it takes at least, `variant_a` answers flat.
    """
    script = script_for(request, "render.submit")
    if not all(request.headers.get(name) for name in ATTRIBUTION):
        raise RefusedError(402, "attribution headers are missing")
    wanted = await body_of(request, _Submission)
    session = session_of(request, wanted.session_id)
    if not has_segments(wanted.draft):
        return _failure(400, "the draft has no segments")
    world = world_of(request)
    world.books.submitted(wanted.id)
    job = world.renders.add(wanted.id, session.owner)
    if job is None:
        return _failure(409, f"render id {wanted.id[:100]!r} is taken or unusable")
    if "fail" in script:
        world.renders.fail(job, "the renderer crashed")
    elif "stuck" not in script:
        job.task = world.start(world.renders.run(job, wanted.draft, script.seconds("for") or 0))
    refuse_late(script)
    if "variant_a" in script:
        return JSONResponse({"code": 0, "taskId": job.id, "status": "pending", "progress": 5})
    return JSONResponse(
        {"success": True, "data": {"id": job.id, "status": "pending", "progress": job.progress}}
    )


async def poll(request: Request) -> Response:
    """`GET /api/render/proxy/lambda/<id>`; the script's word `variant_a` asks for the flat form."""
    script = script_for(request, "render.poll")
    job = _own_job(request)
    if job is None:
        return _failure(404, "no such render")
    return JSONResponse(_flat(job) if "variant_a" in script else _wrapped(job))


async def download(request: Request) -> Response:
    """`GET /api/render/proxy/<id>/download`, with the owner's token."""
    script_for(request, "render.download")
    job = _own_job(request)
    if job is None:
        return _failure(404, "no such render")
    if job.status != "completed":
        return _failure(409, f"the render is {job.status}")
    world_of(request).books.downloaded(job.id)
    return FileResponse(job.path, media_type="video/mp4", filename=f"{job.id}.mp4")


async def cancel(request: Request) -> Response:
    """`POST /api/render/proxy/lambda/<id>/cancel`; what is over stays as it was."""
    script_for(request, "render.cancel")
    job = _own_job(request)
    if job is None:
        return _failure(404, "no such render")
    job.cancel()
    return JSONResponse({"success": True, "data": {"id": job.id, "status": job.status}})


async def result_file(request: Request) -> Response:
    """`GET /render-result/<name>`: the file for whoever has its URL."""
    job = world_of(request).renders.by_file(request.path_params["name"])
    if job is None:
        return Response(status_code=404)
    world_of(request).books.downloaded(job.id)
    return FileResponse(job.path, media_type="video/mp4")


def _own_job(request: Request) -> RenderJob | None:
    account = account_of(request)
    job = world_of(request).renders.jobs.get(request.path_params["render_id"])
    return job if job and job.owner == account.user_id else None


def _failure(status: int, error: str) -> JSONResponse:
    return JSONResponse({"success": False, "data": None, "error": error}, status_code=status)


def _wrapped(job: RenderJob) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {
        "id": job.id,
        "status": job.status,
        "progress": job.progress,
        "createdAt": job.created_ms,
    }
    if job.completed_ms:
        data["completedAt"] = job.completed_ms
    if job.status == "completed":
        data["outputUrl"] = job.url
    if job.error:
        data["error"] = job.error
    return {"success": True, "data": data}


def _flat(job: RenderJob) -> dict[str, JsonValue]:
    answer: dict[str, JsonValue] = {
        "taskId": job.id,
        "status": job.status,
        "progress": job.progress,
    }
    if job.status == "completed":
        answer["output"] = {
            "url": job.url,
            "duration": job.duration_ms / 1000,
            "size": job.size_bytes,
        }
    if job.error:
        answer["error"] = job.error
    return answer
