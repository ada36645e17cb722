"""The built front end as it is served, and what stands in for it."""

from __future__ import annotations

import pytest

from gezi.api.app import build


@pytest.fixture
def front_end(tmp_path):
    root = tmp_path / "app"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<html>the app</html>")
    (root / "assets" / "main-abc123.js").write_text("plain")
    (root / "assets" / "main-abc123.js.gz").write_bytes(b"gzipped")
    (root / "assets" / "main-abc123.js.br").write_bytes(b"brotli")
    (root / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return root


@pytest.fixture
def site(services, front_end):
    return build(services, front_end=front_end).test_client()


@pytest.mark.parametrize("path", ["/", "/crm/tables/trips", "/w/travel/records/12", "/?x=1", "/index.html", "/apiary"])
def test_every_other_address_is_the_app_and_never_cached(site, path: str) -> None:
    answer = site.get(path, buffered=True)
    assert (answer.status_code, answer.data) == (200, b"<html>the app</html>")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("", None, b"plain"),
        ("gzip, deflate", "gzip", b"gzipped"),
        ("gzip, br", "br", b"brotli"),
        ("br;q=0, gzip", "gzip", b"gzipped"),
    ],
)
def test_assets_are_kept_for_ever_and_sent_packed_to_who_can_unpack(site, accepted: str, encoding, body: bytes) -> None:
    answer = site.get("/assets/main-abc123.js", headers={"Accept-Encoding": accepted}, buffered=True)
    assert answer.data == body
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/assets/",
        "/missing.png",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/assets/main-abc123.js.map",
    ],
)
def test_files_that_are_not_there_or_not_ours_are_404(site, path: str) -> None:
    answer = site.get(path, buffered=True)
    assert answer.status_code == 404
    assert b"secret" not in answer.data


def test_the_app_answers_304_when_nothing_changed(site) -> None:
    first = site.get("/", buffered=True)
    second = site.get("/", headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert second.status_code == 304


def test_without_a_built_front_end_there_is_a_page_that_says_so(services, tmp_path) -> None:
    client = build(services, front_end=tmp_path / "nothing").test_client()
    assert "网页还没有构建" in client.get("/").get_data(as_text=True)
    assert "have not been built" in client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert client.get("/favicon.ico").status_code == 404
