import pytest

from dryland.gateway import Origins


@pytest.mark.parametrize(
    ("origin", "host", "permitted"),
    [
        (None, "floor.local:8000", True),
        ("http://floor.local:8000", "floor.local:8000", True),
        ("https://Floor.local:8000", "floor.local:8000", True),
        ("http://floor.local", "floor.local:8000", False),
        ("http://evil.example", "floor.local:8000", False),
        ("null", "floor.local:8000", False),
        ("", "floor.local:8000", False),
        ("http://floor.local:8000", None, False),
        ("ftp://floor.local:8000", "floor.local:8000", False),
        ("http://[", "[", False),
    ],
)
def test_only_the_own_page_may_connect_by_default(origin: str | None, host: str | None, permitted: bool) -> None:
    assert Origins().permits(origin, host) is permitted


def test_listed_origins_and_any() -> None:
    listed = Origins(allowed=frozenset({"https://app.example"}))
    assert listed.permits("https://app.example", "floor.local")
    assert not listed.permits("https://app.example.evil", "floor.local")
    assert listed.cors_headers("https://app.example", "floor.local") == [
        (b"access-control-allow-origin", b"https://app.example"),
        (b"vary", b"Origin"),
    ]
    anyone = Origins(allowed=frozenset({"*"}))
    assert anyone.cors_headers("https://a.example", "x") == [(b"access-control-allow-origin", b"*")]
    assert listed.cors_headers(None, "x") == []


@pytest.mark.parametrize(
    ("host", "permitted"),
    [("floor.local", True), ("Floor.Local:8000", True), ("evil.example", False), (None, False), ("[", False)],
)
def test_a_server_may_know_its_names(host: str | None, permitted: bool) -> None:
    assert Origins(hosts=frozenset({"floor.local"})).permits(None, host) is permitted


def test_a_proxy_is_believed_only_if_trusted() -> None:
    headers = {"x-forwarded-for": "6.6.6.6, 203.0.113.9"}
    trusting = Origins(trusted_proxies=frozenset({"10.0.0.1"}))
    assert trusting.remote("10.0.0.1", headers) == "203.0.113.9"
    assert trusting.remote("10.0.0.2", headers) == "10.0.0.2"
    assert trusting.remote("10.0.0.1", {}) == "10.0.0.1"
