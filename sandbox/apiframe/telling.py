"""How a task is told in v1 and a job in v2, in every form that was seen of them."""

from datetime import UTC, datetime

from pydantic import JsonValue

from sandbox.apiframe.making import FILMS, GRIDS, SONGS, TEXTS
from sandbox.apiframe.script import Script
from sandbox.apiframe.world import DAY_S, Made, Song, Task, World

Json = dict[str, JsonValue]

_PLAIN = Script()
_STATES = {"finished": "COMPLETED", "failed": "FAILED", "cancelled": "CANCELLED"}
#: Calls whose finished body is documented without a status.
_SILENT = frozenset(("reroll", "variations", "faceswap"))


def task_json(task: Task, script: Script = _PLAIN) -> Json:
    """The body of v1's fetch and of its webhooks."""
    told: Json = {"taskId" if "camel" in script else "task_id": task.id}
    told["type" if task.kind == "suno-lyrics" else "task_type"] = _task_type(task)
    status = script.of("status", task.status)
    if "no_status" not in script and not (status == "finished" and task.kind in _SILENT):
        told["status"] = status
    told |= _percentage(task, script)
    if task.status == "finished" and "no_result" not in script:
        told |= _made(task, script)
    if "preview" in script:
        told |= {"image_urls": ["https://preview.invalid/1.webp"]}
    if status == "failed":
        told |= _reason(task, script)
    return told


def _task_type(task: Task) -> str:
    index, kind = task.body.get("index"), task.body.get("type")
    return {
        "variations": f"variation-{index}",
        "upscale-1x": f"upscale#{index}",
        "upscale-alt": f"upscale-{kind}",
        "upscale-highres": f"upscale-{kind}",
    }.get(task.kind, task.kind.removeprefix("pro-"))


def _percentage(task: Task, script: Script) -> Json:
    if "no_percent" in script or (task.status != "finished" and task.percent == 0):
        return {}
    if "percent" in script:
        return {"percentage": script.of("percent", "")}
    if "percent_number" in script or task.status == "finished":
        return {"percentage": task.percent}
    return {"percentage": str(task.percent)}


def _reason(task: Task, script: Script) -> Json:
    match script.of("error_as", "message"):
        case "errors":
            return {"errors": [{"msg": task.error}]}
        case name:
            return {name: task.error}


def _made(task: Task, script: Script) -> Json:
    made = task.made
    told: Json = {}
    if made.grid:
        told["original_image_url"] = made.grid
    if made.pictures:
        told["image_urls"] = list(made.pictures)
    if made.picture:
        told["image_url"] = made.picture
    if made.film:
        told["video_url"] = made.film
    if made.songs:
        told["songs"] = [_song(song) for song in made.songs]
    if made.lyrics:
        told |= {"title": made.title, "lyrics": made.lyrics}
    if made.texts:
        texts: JsonValue = list(made.texts)
        if task.kind == "ideogram-describe":
            texts = made.texts[0]
        names = {"seed": "seed", "shorten": "prompts", "ideogram-describe": "description"}
        told[script.of("words_as", names.get(task.kind, "descriptions"))] = (
            made.texts[0] if task.kind == "seed" else texts
        )
    if task.kind in GRIDS:
        told["actions"] = ["reroll", *(f"{kind}{n}" for kind in "UV" for n in range(1, 5))]
    return told


def _song(song: Song) -> Json:
    return {
        "song_id": song.id,
        "title": song.title,
        "audio_url": song.url,
        "image_url": song.cover,
        "duration": song.seconds,
    }


def job_json(world: World, task: Task, script: Script = _PLAIN) -> Json:
    """The body of v2's jobs and of its webhooks."""
    usual = "QUEUED" if task.status == "staged" else "PROCESSING"
    expired = task.ended is not None and world.now() - task.ended > DAY_S
    done = task.status == "finished"
    return {
        "id": task.id,
        "status": script.of("status", _STATES.get(task.status, usual)),
        "model": task.model,
        "progress": task.percent or None,
        "result": _result(task, script) if done and "no_result" not in script else None,
        "error": task.error or None,
        "creditCost": task.cost if done else None,
        "webhookStatus": task.hook_status,
        "createdAt": _time(task.created),
        "completedAt": None if task.ended is None else _time(task.ended),
        "expired": expired or "expired" in script,
    }


def _result(task: Task, script: Script) -> JsonValue:
    made = task.made
    match script.of("result_as", ""):
        case "text":
            return _all(made)[0]
        case "list":
            return [*_all(made)]
        case "objects":
            return [{"url": url, "width": 1024} for url in _all(made)]
        case _:
            return _usual_result(task)


def _usual_result(task: Task) -> JsonValue:
    made = task.made
    if task.kind in SONGS:
        return {
            "tracks": [
                {
                    "id": s.id,
                    "title": s.title,
                    "audioUrl": s.url,
                    "imageUrl": s.cover,
                    "duration": s.seconds,
                }
                for s in made.songs
            ]
        }
    if task.kind in FILMS:
        return {"videoUrl": made.film}
    if task.kind in TEXTS:
        return {"text": "\n".join(made.texts)}
    if made.grid:
        return {"images": [*made.pictures], "gridUrl": made.grid}
    return made.picture or {"images": [*made.pictures]}


def _all(made: Made) -> list[str]:
    songs = [song.url for song in made.songs]
    return [url for url in (*made.pictures, made.picture, made.film, *songs) if url]


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
