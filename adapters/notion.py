"""Notion: reads a database as a table, and writes into its pages what became of them.

It acts with the operator's token, which sees what was shared with it. It knows no other service.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

import httpx
from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, ValidationError

from adapters.addresses import origin_host, parsed
from adapters.answers import JSON, amount, ascii_json, json_of, told, usable_key
from adapters.notion_values import options_of, text_of, value_for
from wire.errors import AuthExpired, BadMedia, Broken, RateLimited, Rejected, ServiceError
from wire.http import send
from wire.redact import Redactor
from wire.retry import reads

SERVICE: Final = "notion"
BASE_URL: Final = "https://api.notion.com"
#: Since this version a database holds data sources, and those hold the columns and pages.
VERSION: Final = "2025-09-03"
#: For servers whose databases have no data sources.
OLD_VERSION: Final = "2022-06-28"
PAGE_SIZE: Final = 100
MOST_ROWS: Final = 600

_CONNECT_S: Final = 10.0
_DOMAINS: Final = ("notion.so", "notion.site", "notion.com")
#: What ends a sentence, not an address.
_AFTER: Final = ".,;:!?)]"
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'，。）】]{1,2000}", re.IGNORECASE)
# The last 32 digits of the path, after a title: /space/My-prompts-<id>?v=<view>
_ID: Final = re.compile(
    r"(?:^|[-/])([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$", re.IGNORECASE
)
_STATUS_NAMES: Final = ("status", "状态", "狀態", "état", "estado", "статус", "durum", "상태")
_RESULT_NAMES: Final = (
    *("result", "results", "video", "output", "结果", "結果", "视频", "ergebnis", "résultat"),
    *("resultado", "результат", "sonuç", "결과"),
)
_STATUS_KINDS: Final = ("select", "status", "rich_text")
_RESULT_KINDS: Final = ("url", "rich_text")
_CONFLICT_PAUSE_S: Final = 1.0

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A property that results can be written to; `kind` is Notion's name of its type."""

    name: str
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where a page's results go; None where the database has no such property.

    Plain data, so that it can be kept as JSON.
    """

    status: Target | None = None
    result: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database as cells: the names of the properties first, the title in front.

    `page_ids` belong to the rows of cells, "" to the first. `more` is whether it has further rows
    that were not read.
    """

    cells: tuple[tuple[str, ...], ...]
    page_ids: tuple[str, ...]
    targets: Targets
    more: bool = False


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Source(_Answer):
    id: str = Field(min_length=1, max_length=100)


class _Held(_Answer):
    """A database of the new form has sources, an old one and a source have properties."""

    data_sources: tuple[_Source, ...] = ()
    properties: Mapping[str, Mapping[str, JsonValue]] = Field(default_factory=dict)


class _Page(_Answer):
    object: str = ""
    id: str = Field(min_length=1, max_length=100)
    properties: Mapping[str, JsonValue] = Field(default_factory=dict)
    archived: bool = False
    in_trash: bool = False


class _Found(_Answer):
    results: tuple[_Page, ...]
    has_more: bool = False
    next_cursor: str | None = None


def find_link(text: str, base_url: str = BASE_URL) -> str | None:
    """The id in the first link to a page or database of Notion's in a text.

    Whether it is a database is not to be seen from the link.
    """
    own = parsed(base_url)
    for found in _ADDRESS.finditer(text):
        address = parsed(found[0].rstrip(_AFTER))
        if address is None or not (_is_notion(address.host) or _same(address, own)):
            continue
        if named := _ID.search(address.path):
            return str(UUID(named[1]))
    return None


def _is_notion(host: str) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in _DOMAINS)


def _same(one: httpx.URL, other: httpx.URL | None) -> bool:
    return other is not None and (one.host, one.port) == (other.host, other.port)


class Notion:
    """The service with one token. Raises ValueError for a token or an address that is none."""

    name = SERVICE

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        token: SecretStr,
        base_url: str = BASE_URL,
        answer_s: float = 60.0,
    ) -> None:
        origin_host(base_url)
        self._http = http
        self._token = usable_key(token, SERVICE)
        self._base_url = base_url.rstrip("/")
        self._timeout = httpx.Timeout(answer_s, connect=_CONNECT_S)
        self._secrets = Redactor((self._token,))

    def __repr__(self) -> str:
        return f"Notion({self._base_url!r})"

    def find(self, text: str) -> str | None:
        """The id in the first link of Notion's in a text."""
        return find_link(text, self._base_url)

    async def read(self, database_id: str) -> Database:
        """The database's rows in the order they were made, `MOST_ROWS` at most.

        Of several data sources the first is read. Raises ServiceError: Rejected with the code 404
        where it is not there or not shared with the token, with 400 where it is a page.
        """
        place = f"/v1/databases/{_uuid(database_id)}"
        held = self._read(_Held, await self._ask("GET", place))
        version = VERSION if held.data_sources else OLD_VERSION
        if held.data_sources:
            place = f"/v1/data_sources/{_uuid(held.data_sources[0].id)}"
            held = self._read(_Held, await self._ask("GET", place))
        pages, more = await self._pages(f"{place}/query", version)
        names = sorted(
            held.properties, key=lambda name: held.properties[name].get("type") != "title"
        )
        body = [tuple(text_of(page.properties.get(name)) for name in names) for page in pages]
        return Database(
            cells=(tuple(names), *body),
            page_ids=("", *(page.id for page in pages)),
            targets=_targets(held.properties),
            more=more,
        )

    async def write(
        self, page_id: str, targets: Targets, *, status: str = "", result: str = ""
    ) -> bool:
        """Write into a page what became of it; False where the page has no place for it.

        It may be repeated. Raises ServiceError; RateLimited also where somebody else wrote at the
        same moment.
        """
        properties: dict[str, JsonValue] = {}
        for target, text in ((targets.status, status), (targets.result, result)):
            value = value_for(target.kind, text, target.options) if target else None
            if target and value is not None:
                properties[target.name] = value
        if not properties:
            return False
        place = f"/v1/pages/{_uuid(page_id)}"
        await self._ask("PATCH", place, {"properties": properties})
        return True

    async def _pages(self, place: str, version: str) -> tuple[Sequence[_Page], bool]:
        pages: list[_Page] = []
        cursor: str | None = None
        for _ in range(MOST_ROWS // PAGE_SIZE):
            body: dict[str, JsonValue] = {
                "page_size": PAGE_SIZE,
                "sorts": [{"timestamp": "created_time", "direction": "ascending"}],
            }
            if cursor:
                body["start_cursor"] = cursor
            found = self._read(_Found, await self._ask("POST", place, body, version))
            pages += (page for page in found.results if _counts(page))
            cursor = found.next_cursor
            if not found.has_more or not cursor:
                return pages, False
        return pages, True

    async def _ask(
        self,
        method: str,
        place: str,
        body: Mapping[str, JsonValue] | None = None,
        version: str = VERSION,
    ) -> httpx.Response:
        # Nothing here adds anything, so that each call may be repeated.
        return await reads(self._send, method, place, body, version)

    async def _send(
        self, method: str, place: str, body: Mapping[str, JsonValue] | None, version: str
    ) -> httpx.Response:
        request = self._http.build_request(
            method,
            self._base_url + place,
            headers={"Authorization": f"Bearer {self._token}", "Notion-Version": version, **JSON},
            content=None if body is None else ascii_json(body),
            timeout=self._timeout,
        )
        response = await send(self._http, request, service=SERVICE)
        if error := _refusal(response, self._secrets):
            raise error
        return response

    def _read(self, shape: type[A], response: httpx.Response) -> A:
        try:
            return shape.model_validate(json_of(response))
        except ValidationError as exc:
            wrong = ", ".join(".".join(map(str, error["loc"])) for error in exc.errors()[:3])
            # Without its cause: that would show what was read.
            raise Broken(f"cannot read {wrong or 'the answer'}"[:300], service=SERVICE) from None


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as exc:
        raise Rejected("an id is none of Notion's", service=SERVICE, code=404) from exc


def _counts(page: _Page) -> bool:
    # A wiki's results may also be databases.
    return page.object in ("page", "") and not page.archived and not page.in_trash


def _targets(schema: Mapping[str, Mapping[str, JsonValue]]) -> Targets:
    return Targets(
        status=_target(schema, _STATUS_NAMES, _STATUS_KINDS),
        result=_target(schema, _RESULT_NAMES, _RESULT_KINDS),
    )


def _target(
    schema: Mapping[str, Mapping[str, JsonValue]], names: Sequence[str], kinds: Sequence[str]
) -> Target | None:
    """The property with the first of these names that has one of these types."""
    for wanted in names:
        for name, told_of in schema.items():
            kind = told_of.get("type")
            if name.strip().casefold() == wanted and isinstance(kind, str) and kind in kinds:
                return Target(name=name, kind=kind, options=options_of(told_of))
    return None


def _refusal(response: httpx.Response, secrets: Redactor) -> ServiceError | None:
    """The error that an answer stands for; None if it is none.

    Codes: https://developers.notion.com/reference/status-codes
    """
    status = response.status_code
    if response.is_success:
        return None
    body = json_of(response)
    code = told(body, ("code",), secrets)
    message = f"{status} {code}: {told(body, ('message',), secrets) or 'no reason given'}"
    request_id = told(body, ("request_id",), secrets) or None
    if status in (409, 429, 529):
        # 409: two wrote at the same moment; the same call may be sent again. 529: overloaded.
        wait_s = amount(response.headers.get("retry-after"))
        return RateLimited(
            message,
            service=SERVICE,
            request_id=request_id,
            code=status,
            retry_after_s=wait_s or (_CONFLICT_PAUSE_S if status == 409 else None),
        )
    if status >= 500 or 300 <= status < 400:
        return Broken(message, service=SERVICE, request_id=request_id)
    kind = {401: AuthExpired, 413: BadMedia}.get(status, Rejected)
    return kind(message, service=SERVICE, request_id=request_id, code=status)
