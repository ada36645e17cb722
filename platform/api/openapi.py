"""The OpenAPI 3.1 document, built from the declared routes when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from .components import COMPONENTS
from .envelopes import Flag
from .idempotency import HEADER
from .params import Param
from .refusals import expected
from .routes import Permission, Route
from .shapes import ref

IDEMPOTENCY_KEY = Param(HEADER, "For example a UUID: sent again with the same one, the request happens once (48 hours)")
_PLACE = re.compile(r"\{(\w+)\}")
_INTEGER_PLACES = frozenset({"id", "file"})
_DESCRIPTION = """Records of configurable tables. Decimals and money are strings, dates `2026-11-21`, date-times ISO 8601 with
an offset. Labels and messages come in the caller's language (`Accept-Language: zh-CN` or `en`). A browser signs in with
`POST /api/v1/session` and sends `X-CSRF-Token` with unsafe methods; a program sends `Authorization: Bearer <token>`."""
_STATUSES = {
    "400": "The request or its query cannot be read",
    "401": "Nobody is signed in",
    "403": "Visible, but not allowed",
    "404": "Not there, or not visible to the caller",
    "409": "A lock, a state or a stale version stands against it",
    "412": "Somebody else has changed it: If-Match does not hold",
    "413": "Larger than the stated limit",
    "422": "A value is wrong",
    "429": "Too often",
}


def build(routes: Iterable[Route]) -> dict[str, Any]:
    """The document that describes `routes`."""
    marshmallow = MarshmallowPlugin(schema_name_resolver=_schema_name)
    spec = APISpec(
        title="Gezi",
        version=version("gezi"),
        openapi_version="3.1.0",
        plugins=[marshmallow],
        info={"description": _DESCRIPTION},
    )
    if marshmallow.converter is not None:
        marshmallow.map_to_openapi_type(Flag, "boolean", None)
    spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "gezi_session"})
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for name, shape in COMPONENTS.items():
        spec.components.schema(name, shape)
    tags: list[str] = []
    for route in routes:
        if route.hidden:
            continue
        if route.tag not in tags:
            tags.append(route.tag)
            spec.tag({"name": route.tag})
        spec.path(route.path, operations={route.method.lower(): _operation(route)})
    return spec.to_dict()


def _schema_name(schema: Any) -> str:
    return schema.__class__.__name__ if not isinstance(schema, type) else schema.__name__


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": _responses(route),
        "security": _security(route),
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": route.body}}}
    elif route.upload is not None:
        form = {"type": "object", "properties": dict(route.upload), "required": ["file"]}
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    return operation


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z]+", route.path.removeprefix("/api/v1").replace("{", "by_").lower())
    return "_".join([route.method.lower(), *words])


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if name in _INTEGER_PLACES else "string"},
        }
        for name in _PLACE.findall(route.path)
    ]
    for param in route.query:
        found.append(
            {
                "name": param.name,
                "in": "query",
                "required": param.required,
                "description": param.summary,
                "schema": param.schema,
            }
        )
    found += [
        {
            "name": param.name,
            "in": "header",
            "required": False,
            "description": param.summary,
            "schema": {"type": "string"},
        }
        for param in (*route.headers, *((IDEMPOTENCY_KEY,) if route.happens_once else ()))
    ]
    return found


def _responses(route: Route) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done"}
    if route.status != 204:
        media = (route.media,) if isinstance(route.media, str) else route.media
        done["content"] = {each: {"schema": dict(route.answer or {})} for each in media}
    statuses = ["400", "429"]
    if route.permission is not Permission.PUBLIC:
        statuses += ["401", "403"]
    if "{" in route.path:
        statuses.append("404")
    if route.method != "GET":
        statuses += ["403", "409", "413", "422"]
    conditions = {param.name for param in route.headers}
    if "If-Match" in conditions:
        statuses.append("412")
    codes = expected(route)
    errors: dict[str, Any] = {status: _refused(status, codes.get(status, [])) for status in sorted({*statuses, *codes})}
    if "If-None-Match" in conditions:
        errors["304"] = {"description": "The caller has it already"}
    if route.job and route.status != 202:
        taken = {"schema": ref("JobAnswer")}
        errors["202"] = {"description": "It takes long: a job does it", "content": {"application/json": taken}}
    return {str(route.status): done, **errors}


def _refused(status: str, codes: list[str]) -> dict[str, Any]:
    """A refusal with the codes that every caller has to reckon with; an area may have others of its own."""
    told = f"{_STATUSES[status]}: {', '.join(f'`{code}`' for code in codes)}" if codes else _STATUSES[status]
    found: dict[str, Any] = {"description": told, "content": {"application/json": {"schema": ref("Errors")}}}
    if codes:
        found["x-codes"] = codes
    return found


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.permission is Permission.PUBLIC:
        return []
    if route.permission is Permission.PERSON:
        return [{"session": []}]
    return [{"session": []}, {"token": []}]
