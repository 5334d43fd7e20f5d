"""The books: what was asked and charged, counted, and never without bound."""

from sandbox.nemo.books import ENTRIES_KEPT, LONGEST_TEXT, NAMES_KEPT, Books
from tests.sandbox.nemo.visitor import Nemo, Until, User


async def test_the_books_tell_what_was_asked_and_charged(
    nemo: Nemo, user: User, photo: bytes, until: Until
) -> None:
    await nemo.mint("client-1")
    await nemo.mint("")
    await user.upload(("cat.jpg", photo), ("dog.jpg", photo))
    await user.say("make a 1 second clip")
    sid, draft = user.session_id, await user.draft()
    for render_id in ("a", "a", "b"):
        if render_id == "b":
            nemo.script("render.submit", "fail")
        body = {"id": render_id, "sessionId": sid, "draft": draft}
        await user.post("/api/render/proxy/lambda", body)

    async def rendered() -> bool:
        data = (await user.get("/api/render/proxy/lambda/a")).json()["data"]
        return bool(data["status"] == "completed")

    await until(rendered)
    await user.get("/api/render/proxy/a/download")
    assert await nemo.books() == {
        "prompts": {sid: ["make a 1 second clip"]},
        "prompts_total": 1,
        "uploads": {sid: ["cat.jpg", "dog.jpg"]},
        "tokens": {"client-1": 1},
        "tokens_refused": {"client-1": 1, "": 1},
        "tokens_minted": 1,
        "renders": {
            "a": {"submitted": 2, "status": "completed", "progress": 100, "downloaded": 1},
            "b": {"submitted": 1, "status": "failed", "progress": 5, "downloaded": 0},
        },
        "credits_charged": 50,
        "credits_by_account": {user.user_id: 50},
        "charges": [{"session_id": sid, "user_id": user.user_id, "credits": 50}],
    }


async def test_a_renewed_token_is_the_same_clients_second(nemo: Nemo, user: User) -> None:
    for _ in range(15):
        nemo.script("credits", "1001")
        await user.get("/api/credits/balance/simple")
        user.token = (await nemo.mint("client-1")).json()["data"]["token"]
    assert (await nemo.books())["tokens"] == {"client-1": 16}


def test_the_books_stay_small_and_the_totals_right() -> None:
    books = Books()
    for number in range(NAMES_KEPT + 10):
        books.session(f"s{number}")
    for number in range(ENTRIES_KEPT + 10):
        books.prompt("s100", f"{number} {'x' * LONGEST_TEXT}")
        books.charge("s100", "ann", 1)
    told = books.json({})
    prompts = told["prompts"]
    assert isinstance(prompts, dict)
    assert len(prompts) == NAMES_KEPT
    assert "s9" not in prompts
    assert len(prompts["s100"]) == ENTRIES_KEPT
    assert prompts["s100"][0].startswith("10 x")
    assert {len(text) for text in prompts["s100"]} == {LONGEST_TEXT}
    charges = told["charges"]
    assert isinstance(charges, list)
    assert len(charges) == ENTRIES_KEPT
    assert (told["prompts_total"], told["credits_charged"]) == (ENTRIES_KEPT + 10,) * 2
    assert told["credits_by_account"] == {"ann": ENTRIES_KEPT + 10}
