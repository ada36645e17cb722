"""The OpenAPI document as tests need it: its operations, and whether an answer is one that the contract promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

JSON = "application/json"
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method at one address, as the document describes it."""

    method: str
    path: str
    described: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def query(self) -> list[Mapping[str, Any]]:
        return [parameter for parameter in self.described["parameters"] if parameter["in"] == "query"]

    def body(self, media: str) -> Schema | None:
        content = self.described.get("requestBody", {}).get("content", {})
        return content[media]["schema"] if media in content else None


@dataclass
class Contract:
    document: Mapping[str, Any]
    _validators: dict[tuple[str, int], Draft202012Validator] = field(default_factory=dict)

    @cached_property
    def operations(self) -> list[Operation]:
        """All of them: those that only look first, those that take away last."""
        found = [
            Operation(method.upper(), path, described)
            for path, item in self.document["paths"].items()
            for method, described in item.items()
        ]
        order = {"GET": 0, "POST": 1, "PUT": 1, "PATCH": 1, "DELETE": 2}
        return sorted(found, key=lambda one: ("purge" in one.path, order[one.method], one.path))

    def resolve(self, schema: Schema) -> Schema:
        """What a schema says that may be a reference."""
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def breach(self, operation: Operation, answer: TestResponse) -> str | None:
        """What in `answer` the contract does not promise; None when it keeps it."""
        responses = operation.described["responses"]
        promised = responses.get(str(answer.status_code))
        if promised is None:
            return f"the status {answer.status_code} is not among {sorted(responses)}"
        content = promised.get("content", {})
        if not content:
            return "an answer without content has some" if answer.data else None
        if answer.mimetype not in content and "*/*" not in content:
            return f"the type {answer.mimetype} is not among {sorted(content)}"
        if answer.mimetype != JSON:
            return None
        wrong = next(iter(self._validator(operation, answer.status_code).iter_errors(answer.json)), None)
        return None if wrong is None else f"{wrong.json_path}: {wrong.message[:300]}"

    def _validator(self, operation: Operation, status: int) -> Draft202012Validator:
        key = (str(operation), status)
        if key not in self._validators:
            schema = operation.described["responses"][str(status)]["content"][JSON]["schema"]
            self._validators[key] = Draft202012Validator({"components": self.document["components"], "allOf": [schema]})
        return self._validators[key]
