"""The NemoVideo client: nouns with verbs, over an HTTP client that its owner keeps and closes."""

import httpx
from pydantic import SecretStr

from nemo_client.attribution import Attribution
from nemo_client.auth import Auth
from nemo_client.border import Border, Timeouts
from nemo_client.chat import Turns
from nemo_client.credits import Credits
from nemo_client.projects import Projects
from nemo_client.render import Renders
from nemo_client.sessions import Sessions
from nemo_client.state import States
from nemo_client.uploads import Uploads


class NemoClient:
    """One user's view of the backend: `await nemo.credits.balance()`.

    `http` is shared and stays open; making a client for each user is cheap. Without a token only
    `auth` is of use. Raises ValueError for an address or token that cannot be one.
    """

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        base_url: str,
        attribution: Attribution,
        token: SecretStr | None = None,
        timeouts: Timeouts = Timeouts(),  # noqa: B008  (frozen)
    ) -> None:
        self._border = Border(
            http=http,
            base_url=base_url,
            attribution=attribution,
            token=token,
            timeouts=timeouts,
        )
        self.auth = Auth(self._border)
        self.sessions = Sessions(self._border)
        self.turns = Turns(self._border)
        self.uploads = Uploads(self._border)
        self.credits = Credits(self._border)
        self.state = States(self._border)
        self.renders = Renders(self._border)
        self.projects = Projects(self._border)

    def __repr__(self) -> str:
        return f"NemoClient({self._border.base_url!r})"
