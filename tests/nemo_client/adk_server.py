"""Google ADK's own API server with an agent that plays a script: `python adk_server.py`.

It prints its address and serves until it is killed. The message names what is played.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncGenerator

import uvicorn
from google.adk.agents import BaseAgent
from google.adk.agents.invocation_context import InvocationContext
from google.adk.cli.fast_api import get_fast_api_app
from google.adk.cli.utils.base_agent_loader import BaseAgentLoader
from google.adk.events import Event
from google.genai.types import Content, FunctionCall, FunctionResponse, Part

NAME = "nemo_agent"


class ScriptedAgent(BaseAgent):
    """Says what the message names; it has no model."""

    async def _run_async_impl(self, ctx: InvocationContext) -> AsyncGenerator[Event, None]:
        for step in scripts()[ctx.user_content.parts[0].text]:
            if isinstance(step, Exception):
                raise step
            step.invocation_id = ctx.invocation_id
            yield step


class Loader(BaseAgentLoader):
    """Knows one agent."""

    def load_agent(self, agent_name: str) -> BaseAgent:
        if agent_name != NAME:
            raise ValueError(f"Agent not found: {agent_name}")
        return ScriptedAgent(name=NAME)

    def list_agents(self) -> list[str]:
        return [NAME]


def said(*texts: str, partial: bool | None = None) -> Event:
    content = Content(role="model", parts=[Part(text=text) for text in texts])
    return Event(author=NAME, content=content, partial=partial)


def thought(text: str) -> Event:
    parts = [Part(text=text, thought=True), Part(text="Here you are.")]
    return Event(author=NAME, content=Content(role="model", parts=parts))


def called(name: str) -> tuple[Event, Event]:
    call = FunctionCall(id=name, name=name, args={"prompt": "a cat"})
    response = FunctionResponse(id=name, name=name, response={"error": None, "ok": True})
    return (
        Event(author=NAME, content=Content(role="model", parts=[Part(function_call=call)])),
        Event(
            author=NAME,
            content=Content(role="user", parts=[Part(function_response=response)]),
        ),
    )


def scripts() -> dict[str, list[Event | Exception]]:
    """Made anew for each run: an event gets its id when it is made."""
    return {
        "fragments": [said("He", partial=True), said("llo 🎬", partial=True), said("Hello 🎬")],
        "parts": [said("one\n", "two “three”")],
        "groups": [
            *(said("Let me ", partial=True), said("see.", partial=True), said("Let me see.")),
            *called("edit_multitrack"),
            *(said("Do", partial=True), said("ne.", partial=True), said("Done.")),
        ],
        "unfinished": [said("Done."), said("And", partial=True)],
        "error": [said("Wor", partial=True), RuntimeError('no "draft"\nin state')],
        "wordless error": [AssertionError()],
        "error event": [Event(author=NAME, error_code="RESOURCE_EXHAUSTED", error_message="busy")],
        "thought": [thought("They want a cat.")],
        "silent": [*called("edit_multitrack")],
        "nothing": [],
        "long": [said("长" * 1_700_000)],
    }


async def serve() -> None:
    app = get_fast_api_app(
        agents_dir=sys.argv[1],
        agent_loader=Loader(),
        session_service_uri="memory://",
        artifact_service_uri="memory://",
        use_local_storage=False,
        web=False,
    )
    bound = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"http://127.0.0.1:{bound.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(app, log_level="warning")
    await uvicorn.Server(config).serve(sockets=[bound])


if __name__ == "__main__":
    asyncio.run(serve())
