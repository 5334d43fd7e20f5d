"""Async client of the NemoVideo backend; usable without the bot.

async with wire.http.new_client() as http:
    nemo = NemoClient(http=http, base_url=..., attribution=read_attribution(skill), token=...)
    session = await nemo.sessions.create(language="en")
    turn = await nemo.turns.send(session.session_id, "a 5-second clip of a cat")
"""

from nemo_client.attribution import Attribution, read_attribution
from nemo_client.border import Timeouts
from nemo_client.client import NemoClient
from nemo_client.models import RenderId, SessionId, TaskId
from nemo_client.turn import Turn

__all__ = [
    "Attribution",
    "NemoClient",
    "RenderId",
    "SessionId",
    "TaskId",
    "Timeouts",
    "Turn",
    "read_attribution",
]
