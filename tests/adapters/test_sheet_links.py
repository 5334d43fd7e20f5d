"""Which links are links to a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.google_sheets import SheetLink, find_link

BASE = "https://docs.google.com/spreadsheets"
ID = "1AbC-dEf_GhIjKlMnOpQrStUvWxYz0123456789abcde"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"{BASE}/d/{ID}/edit#gid=7", SheetLink(id=ID, gid="7")),
        (f"{BASE}/d/{ID}/edit?gid=7#gid=7", SheetLink(id=ID, gid="7")),
        (f"{BASE}/d/{ID}/edit?usp=sharing", SheetLink(id=ID)),
        (f"{BASE}/d/{ID}", SheetLink(id=ID)),
        (f"{BASE}/u/0/d/{ID}/htmlview", SheetLink(id=ID)),
        (f"https://docs.google.com/a/firm.com/spreadsheets/d/{ID}/edit", SheetLink(id=ID)),
        (f"{BASE}/d/{ID}/pub?output=csv&gid=3", SheetLink(id=ID, gid="3")),
        (f"{BASE}/d/e/{ID}/pubhtml", SheetLink(id=ID, published=True)),
        (
            f"{BASE}/d/e/{ID}/pub?gid=9&single=true&output=csv",
            SheetLink(id=ID, gid="9", published=True),
        ),
        (f"make these: {BASE}/d/{ID}/edit, please", SheetLink(id=ID)),
        (f"看这个（{BASE}/d/{ID}/edit），谢谢", SheetLink(id=ID)),
        (f"https://e.com/x {BASE}/d/{ID}/edit", SheetLink(id=ID)),
        (f"https://docs.google.com/document/d/{ID}/edit", None),
        (f"https://docs.google.com.evil.com/spreadsheets/d/{ID}/edit", None),
        (f"https://evil.com/docs.google.com/spreadsheets/d/{ID}/edit", None),
        (f"https://docs.google.com@evil.com/spreadsheets/d/{ID}/edit", None),
        (f"{BASE}/d/../../x/edit", None),
        (f"{BASE}/d/a%2fb/edit", None),
        ("a cat", None),
        ("", None),
    ],
)
def test_a_link_to_a_sheet_is_known(text: str, link: SheetLink | None) -> None:
    assert find_link(text) == link


@given(st.text(max_size=60), st.text("docs.gle/:spreadhtAZ09?#&=-_%", max_size=60))
def test_any_text_has_a_link_or_none(text: str, more: str) -> None:
    find_link(text)
    link = find_link(f"{BASE}/d/{more}")
    assert link is None or (link.gid.isdigit() or not link.gid)
    find_link(f"https://{more}")
