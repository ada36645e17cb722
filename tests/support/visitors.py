"""Those who call the API in tests: a browser that keeps its cookie and CSRF token, and a program with a bearer token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from werkzeug.test import TestResponse

if TYPE_CHECKING:

    class Answer(TestResponse):
        """An answer whose document a test reads as it expects it; one without a document fails the test."""

        @property
        def json(self) -> Any: ...

else:
    Answer = TestResponse

BASE = "/api/v1"
PASSWORD = "correct horse battery"


class Visitor:
    """Sends JSON as its kind of client does."""

    def __init__(self, app: Flask, headers: dict[str, str] | None = None) -> None:
        self.client = app.test_client()
        self.headers = headers or {}

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **kwargs: Any) -> Answer:
        """`path` is below `/api/v1` unless it begins with `/api`."""
        address = path if path.startswith("/api") else BASE + path
        answer = self.client.open(address, method=method, headers={**self.headers, **(headers or {})}, **kwargs)
        return cast("Answer", answer)

    def get(self, path: str, **query: Any) -> Answer:
        return self.send("GET", path, query_string=query or None)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return self.send("POST", path, json=body, **kwargs)

    def put(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return self.send("PUT", path, json=body, **kwargs)

    def patch(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return self.send("PATCH", path, json=body, **kwargs)

    def delete(self, path: str, body: Any = None, **kwargs: Any) -> Answer:
        return self.send("DELETE", path, **({} if body is None else {"json": body}), **kwargs)


class Browser(Visitor):
    """Signs in and then sends the CSRF token with everything."""

    def sign_in(self, account: str, password: str = PASSWORD) -> Answer:
        answer = self.post("/session", {"account": account, "password": password})
        if answer.status_code == 200:
            self.headers["X-CSRF-Token"] = answer.json["csrf"]
        return answer


def program(app: Flask, token: str) -> Visitor:
    return Visitor(app, {"Authorization": f"Bearer {token}"})


def problems(answer: TestResponse) -> list[tuple[int | None, str | None, str]]:
    """(row, field, code) of every problem of a refused request; fails unless the answer has exactly the error shape."""
    assert answer.mimetype == "application/json", answer.data[:200]
    document: Any = answer.json
    assert set(document) == {"errors"}
    assert document["errors"]
    for error in document["errors"]:
        assert set(error) - {"current", "trial", "duplicates"} == {"row", "field", "code", "message"}
        assert error["row"] is None or isinstance(error["row"], int)
        assert isinstance(error["code"], str)
        assert error["message"]
    return [(error["row"], error["field"], error["code"]) for error in document["errors"]]


def refused(answer: TestResponse, status: int) -> list[str]:
    """The codes of a request refused with `status`."""
    assert answer.status_code == status, (answer.status_code, answer.data[:500])
    return [code for _, _, code in problems(answer)]
