"""What must hold after a talk under fire, by the sandbox's own books and by the chats."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.soak_chat import Chat
from benchmarks.soak_judge import BROKE, DONE, STOPPED, UNSURE, unanswered
from bot.texts import LANGUAGES, say
from sandbox.chat_client import Json

MADE = tuple(say("made", language, seconds=0).split("0")[0] for language in LANGUAGES)
ROW = tuple(say("batch-row", language, count="1", text="").split("1")[0] for language in LANGUAGES)
#: The services whose paid orders can be told apart by their words, and the field of these.
PAID = {"bfl": "prompt"}
ANIMATE = "/animate"
TABLE = "the table "


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The chats, what the services have in their books, and the paid orders by call."""

    chats: Sequence[Chat]
    books: Json
    orders: Mapping[str, Mapping[int, Json]]


def wrong(evidence: Evidence) -> list[str]:
    """All that was not as it must be, in words."""
    judges = (_paid_once, _films, _tables, _renders)
    found = [words for judge in judges for words in judge(evidence)]
    return [*unanswered(evidence.chats), *found]


def _paid_once(evidence: Evidence) -> Iterator[str]:
    prompts = Counter(
        text for texts in evidence.books["nemo"]["prompts"].values() for text in texts
    )
    for text, count in prompts.items():
        if count > 1:
            yield f"a prompt was worked on {count} times: {text}"
    for service, words in PAID.items():
        sent = Counter(call["body"][words] for call in evidence.orders[service].values())
        for text, count in sent.items():
            if count > 1:
                yield f"{service} got an order {count} times: {text}"
    # The log has no words of what comes with a picture, so clips are counted.
    wished = sum(said.what.startswith(ANIMATE) for chat in evidence.chats for said in chat.said)
    if (clips := _clips(evidence)) > wished:
        yield f"Runway got {clips} orders of clips for {wished} wishes"


def _clips(evidence: Evidence) -> int:
    made = evidence.books["runway"]["made"]
    return sum(str(it["call"]) == "image_to_video" for it in made)


def _films(evidence: Evidence) -> Iterator[str]:
    """Each export or making that is called done has its video, and at most one more."""
    for chat in evidence.chats:
        videos: Counter[int] = Counter()
        done: Counter[int] = Counter()
        unclear: Counter[int] = Counter()
        for message in chat.by_bot():
            asked = message["reply_to"]["id"] if message["reply_to"] else 0
            last = message["text"].rpartition("\n\n")[2]
            if message["text"].startswith(ROW):
                continue  # of a table, which has a judge of its own
            if (message["media"] or {}).get("type") in {"video", "photo"}:
                videos[asked] += 1
            elif last.startswith((*DONE, *MADE)):
                done[asked] += 1
            elif last.startswith((*UNSURE, *STOPPED)):
                unclear[asked] += 1
        for asked in done:
            if videos[asked] < done[asked]:
                yield f"{chat.name}: {done[asked]} called done, {videos[asked]} sent (to {asked})"
            if videos[asked] > 2 * (done[asked] + unclear[asked]):
                yield f"{chat.name}: {videos[asked]} sent for {done[asked]} (to {asked})"


def _tables(evidence: Evidence) -> Iterator[str]:
    """Each table has its report, at most one more, and each of its rows came at most twice."""
    for chat in evidence.chats:
        tables = sum(said.what == TABLE for said in chat.said)
        files = [m for m in chat.by_bot() if (m["media"] or {}).get("type") == "document"]
        reports = sum(m["media"]["name"].endswith(".csv") for m in files)
        if not tables <= reports <= 2 * tables:
            yield f"{chat.name}: {reports} reports of {tables} tables"
        rows = Counter(m["text"] for m in chat.by_bot() if m["text"].startswith(ROW) and m["media"])
        for text, count in rows.items():
            if count > 2:
                yield f"{chat.name}: {text!r} came {count} times"


def _renders(evidence: Evidence) -> Iterator[str]:
    for render_id, render in evidence.books["nemo"]["renders"].items():
        if render["submitted"] > 1:
            yield f"{render_id} was submitted {render['submitted']} times"
        if render["status"] in {"pending", "processing"}:
            yield f"{render_id} is still {render['status']}"
    for job_id, state in evidence.books["runway"]["states"].items():
        if state not in {"SUCCEEDED", "FAILED", "CANCELLED"}:
            yield f"Runway's {job_id} is still {state}"


def counts(evidence: Evidence) -> Json:
    """What there was."""
    chats = evidence.chats
    texts = [message["text"] for chat in chats for message in chat.by_bot()]
    media = Counter((m["media"] or {}).get("type") for chat in chats for m in chat.by_bot())
    renders = evidence.books["nemo"]["renders"].values()
    return {
        "messages": sum(len(chat.said) for chat in chats),
        "unanswered": sum(len(chat.unanswered()) for chat in chats),
        "prompts": evidence.books["nemo"]["prompts_total"],
        "orders": {service: len(calls) for service, calls in evidence.orders.items()}
        | {"runway": _clips(evidence)},
        "renders": dict(Counter(render["status"] for render in renders)),
        "tables": sum(said.what == TABLE for chat in chats for said in chat.said),
        "videos": media["video"],
        "pictures": media["photo"],
        "unsure": sum(text.startswith(_UNSURE) for text in texts),
        "confessed": sum(text.startswith(BROKE) for text in texts),
    }


_UNSURE = tuple(say("making-failed-unsure", language)[:30] for language in LANGUAGES)
