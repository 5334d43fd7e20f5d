"""Who receives: one poller at a time, or several behind a webhook; pending messages are kept."""

import json
import time

import httpx

from bot.receiving import SECRET_HEADER, Webhook
from bot.store.vault import Vault
from tests.journeys.many.crew import ANY_PORT, Crew, free_port, proxy
from tests.journeys.people import Person
from tests.journeys.town import Pause, Town, wait_until

HELP = "by plain words"


def refusals(town: Town) -> list[int]:
    """How many polls were thrown out because of another one."""
    calls = town.calls("getUpdates", "telegram")
    return [call["status"] for call in calls if call["status"] == 409]


def answered(person: Person, times: int, within_s: float = 40.0) -> None:
    """Wait until the person has had so many answers to /help."""
    wait_until(lambda: helps(person) >= times, f"{times} answers", within_s)


def helps(person: Person) -> int:
    return sum(HELP in message["text"] for message in person.messages())


def test_of_two_pollers_one_asks_and_the_other_takes_over_within_seconds(crew: Crew) -> None:
    town, ann = crew.town, Person(crew.town)
    first = crew.start()
    second = crew.start("receive", until="standing_by", settings=ANY_PORT)
    second.hears("web_ready")
    ann.send("/help")
    answered(ann, 1)
    assert second.becomes(200)["telegram"]["state"] == "standing by"
    third = crew.start("work")
    first.kill()
    killed = time.monotonic()
    second.hears("ready  ", 20)
    assert time.monotonic() - killed < 15
    ann.send("/help")
    answered(ann, 2)
    # One that is frozen keeps its session; its silence ends it, and it does not go on polling.
    second.freeze()
    fourth = crew.start("receive", until="standing_by")
    fourth.hears("ready  ", 30)
    ann.send("/help")
    answered(ann, 3)
    second.wake()
    second.hears("AdminShutdown")
    ann.send("/help")
    answered(ann, 4)
    assert len(ann.messages()) == helps(ann) == 4
    assert "telegram_conflict" not in town.logged()
    assert len(refusals(town)) <= 1, "a poller that woke up late may have asked once more"
    assert third.process.poll() is None


def test_a_strange_poller_is_explained_once_and_the_bot_takes_over_when_it_ends(
    crew: Crew,
) -> None:
    town, ann = crew.town, Person(crew.town)
    bot = crew.start(settings=ANY_PORT)
    url = f"{town.telegram}/bot{town.settings['TELEGRAM_BOT_TOKEN']}/getUpdates"
    for _ in range(4):  # it never confirms, and so takes nothing away
        pause_until = time.monotonic() + 2.5
        httpx.post(url, json={"timeout": 0}, trust_env=False).raise_for_status()
        while time.monotonic() < pause_until:
            Pause().short()
    bot.hears("telegram_conflict")
    assert bot.becomes(503)["telegram"]["state"] == "another program receives with the same token"
    ann.send("/help")
    answered(ann, 1)
    assert bot.said.count("telegram_conflict") == 1
    assert "Stop it, or give it a token of its own" in bot.said
    assert "Traceback" not in bot.said
    assert len(ann.messages()) == 1


def test_behind_a_webhook_several_receive_and_a_switch_drops_nothing(crew: Crew) -> None:
    town, ann = crew.town, Person(crew.town)
    poller, worker = crew.start("receive"), crew.start("work")
    front, ports = free_port(), [free_port(), free_port()]
    hooked = {"TELEGRAM_WEBHOOK": "true", "PUBLIC_URL": f"http://127.0.0.1:{front}"}
    with proxy(front, ports):
        first = crew.start(
            "receive", until="standing_by", settings=hooked | {"WEB_PORT": str(ports[0])}
        )
        assert poller.stop()[0] == 0
        ann.send("/help")
        first.hears("ready  ", 20)
        second = crew.start("receive", settings=hooked | {"WEB_PORT": str(ports[1])})
        answered(ann, 1)
        first.kill()
        for _ in range(3):
            ann.send("/help")
        answered(ann, 4)
        told = second.becomes(200)
        assert (told["telegram"]["way"], told["telegram"]["state"]) == ("webhook", "receiving")
        _knocks_without_proof(town, ports[1], ann)
        assert second.stop()[0] == 0
    ann.send("/help")  # brought to nobody
    crew.start("receive")
    answered(ann, 6)
    assert len(ann.messages()) == helps(ann) == 6
    assert "Traceback" not in worker.said + first.said + second.said


def _knocks_without_proof(town: Town, port: int, ann: Person) -> None:
    """Strangers get nowhere, and an update that comes three times has one effect."""
    vault = Vault((town.folder / "data" / "secret.key").read_text().strip())
    secret = Webhook.of(vault, "https://x").secret.get_secret_value()
    chat_id = ann.messages()[0].get("chat_id") or _chat_id(town)
    person = {"id": chat_id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    chat = {"id": chat_id, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "/help"}
    body = json.dumps({"update_id": 5, "message": message})
    url = f"http://127.0.0.1:{port}/telegram"
    for shown in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: secret + "x"}, {SECRET_HEADER: "ü"}):
        headers = {name.encode(): value.encode() for name, value in shown.items()}
        refused = httpx.post(url, content=body, headers=headers, trust_env=False)
        assert (refused.status_code, refused.content) == (401, b"")
    proven = {SECRET_HEADER: secret}
    broken = httpx.post(url, content="[]", headers=proven, trust_env=False)
    assert broken.status_code == 400
    for _ in range(3):
        taken = httpx.post(url, content=body, headers=proven, trust_env=False)
        assert taken.status_code == 200
    answered(ann, 5)


def _chat_id(town: Town) -> int:
    found: int = town.calls("sendMessage", "telegram")[-1]["body"]["chat_id"]
    return int(found)


def test_a_webhook_without_an_address_is_refused_with_a_sentence(crew: Crew) -> None:
    member = crew.start(until="needs PUBLIC_URL", settings={"TELEGRAM_WEBHOOK": "true"})
    assert member.process.wait(20) == 1
