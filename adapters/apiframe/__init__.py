"""Apiframe, a service in front of Midjourney and many other generators, in both its versions."""

from adapters.apiframe.answers import GRID
from adapters.apiframe.progress import later
from adapters.apiframe.v1 import Account, ApiframeV1
from adapters.apiframe.v2 import ApiframeV2, Me, Page
from adapters.apiframe.webhooks import Callback, News, read_v1, read_v2, secret_of

__all__ = [
    "GRID",
    "Account",
    "ApiframeV1",
    "ApiframeV2",
    "Callback",
    "Me",
    "News",
    "Page",
    "later",
    "read_v1",
    "read_v2",
    "secret_of",
]
