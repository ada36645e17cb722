"""The routes, their permissions and their description."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from flask import Flask

from gezi.api.examples import example
from gezi.api.routes import Permission, Resource, UndeclaredPermission
from support.tree import ROOT, text
from support.visitors import refused

PLACE = re.compile(r"\{[^}]+\}|<[^>]+>")


def test_a_route_that_does_not_say_who_may_call_it_stops_the_server() -> None:
    resource = Resource("Test")
    with pytest.raises(UndeclaredPermission):
        resource.get("/api/v1/open", summary="Open by accident")


def test_every_address_of_the_server_is_a_declared_route(app: Flask) -> None:
    declared = app.extensions["gezi.routes"]
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(declared)
    assert all(isinstance(route.permission, Permission) for route in declared.values())


def test_only_these_can_be_called_without_signing_in(app: Flask) -> None:
    public = {e for e, route in app.extensions["gezi.routes"].items() if route.permission is Permission.PUBLIC}
    assert public == {
        "POST /api/v1/session",
        "GET /api/v1/invitations/{token}",
        "POST /api/v1/invitations/{token}",
        "GET /api/v1/password-resets/{token}",
        "POST /api/v1/password-resets/{token}",
        "POST /api/v1/hooks/{ws}/{token}",
        "GET /api/v1/sign-in",
        "GET /api/v1/oidc/start",
        "GET /api/v1/oidc/callback",
        "GET /api/v1/health",
        "GET /api/openapi.json",
        "GET /api/docs",
        "GET /",
        "GET /{page:path}",
    }


def test_whatever_is_not_public_is_401_for_a_stranger(app: Flask, browser: Any) -> None:
    stranger = browser()
    for endpoint, route in app.extensions["gezi.routes"].items():
        if route.permission is not Permission.PUBLIC:
            path = PLACE.sub("1", route.path)
            assert refused(stranger.send(route.method, path), 401) == ["auth.sign_in"], endpoint


def test_whatever_lies_in_a_workspace_is_the_same_404_for_an_outsider_as_where_there_is_none(
    app: Flask, browser: Any
) -> None:
    eve = browser("eve")
    for endpoint, route in app.extensions["gezi.routes"].items():
        if route.permission is Permission.WORKSPACE:
            answers = [
                eve.send(route.method, PLACE.sub("1", route.path.replace("{ws}", ws))) for ws in ("travel", "nowhere")
            ]
            assert [refused(answer, 404) for answer in answers] == [["workspace.not_found"]] * 2, endpoint
            assert answers[0].data == answers[1].data


def test_every_route_of_the_contract_is_served(app: Flask) -> None:
    """The pages of the contract name `METHOD …/path`; each is found among the rules."""
    served = {(route.method, PLACE.sub("*", route.path)) for route in app.extensions["gezi.routes"].values()}
    page = text(ROOT / "docs/reference/rest.md")
    named = re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE|\|)+) ((?:…|/)[^`\s?]*)", page)
    assert len(named) > 20
    missing = []
    for methods, path in named:
        path = re.sub("…/(records|fields|rules)", r"…/tables/{t}/\1", path).replace("…/", "/workspaces/{ws}/")
        for method in methods.split("|"):
            if (method, "/api/v1" + PLACE.sub("*", path)) not in served:
                missing.append(f"{method} {path}")
    assert missing == []


def test_the_openapi_document_is_well_formed(browser: Any) -> None:
    answer = browser().get("/api/openapi.json")
    document = answer.json
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema, name
    references = re.findall(r'"#/components/schemas/([^"]+)"', answer.get_data(as_text=True))
    assert set(references) <= set(schemas)
    ids = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(ids) == len(set(ids))
    for path, item in document["paths"].items():
        for operation in item.values():
            places = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert places == set(re.findall(r"\{(\w+)\}", path))
            assert operation["responses"]
            for parameter in operation["parameters"]:
                jsonschema.Draft202012Validator.check_schema(parameter["schema"])


def test_every_documented_route_is_in_the_openapi_document(app: Flask, browser: Any) -> None:
    paths = browser().get("/api/openapi.json").json["paths"]
    described = {(method.upper(), path) for path, item in paths.items() for method in item}
    routes = {(r.method, r.path) for r in app.extensions["gezi.routes"].values() if not r.hidden}
    assert described == routes


def test_operations_name_the_codes_of_the_refusals_that_every_caller_meets(browser: Any) -> None:
    paths = browser().get("/api/openapi.json").json["paths"]
    codes = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": {
            status: set(answer.get("x-codes", ())) for status, answer in operation["responses"].items()
        }
        for path, item in paths.items()
        for method, operation in item.items()
    }
    record = codes["PATCH /workspaces/{ws}/tables/{table}/records/{id}"]
    assert record["401"] == {"auth.sign_in", "auth.bad_token"}
    assert record["403"] == {"auth.csrf", "auth.origin", "view_as.forbidden", "view_as.reads"}
    assert record["404"] == {"workspace.not_found", "table.not_found", "record.not_found"}
    assert {"request.not_json", "request.unknown_key", "query.unknown"} <= record["400"]
    assert codes["GET /me"]["401"] == record["401"]
    assert "401" not in codes["GET /invitations/{token}"]
    assert codes["POST /session"]["401"] == {"account.bad_credentials"}
    assert codes["POST /me/tokens"]["403"] >= {"auth.token_not_enough"}
    assert codes["GET /workspaces/{ws}/tables/{table}/records"]["400"] >= {"query.bad_cursor", "condition.malformed"}
    known = re.findall(r"^\| `([^`]+)` \|", text(ROOT / "docs/reference/errors.md"), re.MULTILINE)
    assert {code for statuses in codes.values() for each in statuses.values() for code in each} <= set(known)


def test_the_human_page_needs_no_script_and_nothing_from_elsewhere(browser: Any) -> None:
    page = browser().get("/api/docs")
    html = page.get_data(as_text=True)
    assert page.mimetype == "text/html"
    assert "/api/v1/session" in html
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    anchors, targets = (set(re.findall(rf'{name}="#?([^"]+)"', html)) for name in ("id", "href"))
    assert {target for target in targets if not target.startswith("/")} <= anchors


def test_every_body_that_the_page_shows_is_one_that_the_contract_takes(browser: Any) -> None:
    document = browser().get("/api/openapi.json").json
    schemas = document["components"]["schemas"]
    asked = 0
    for item in document["paths"].values():
        for operation in item.values():
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if schema is None:
                continue
            asked += 1
            shown = json.loads(example(schema, schemas))
            jsonschema.Draft202012Validator({"components": document["components"], "allOf": [schema]}).validate(shown)
    assert asked > 80
