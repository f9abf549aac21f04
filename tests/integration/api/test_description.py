"""The API's own description."""

from __future__ import annotations

import re
from collections import Counter

from flask import Flask

from app.api.fields import Asked, Told
from tests.support.web import Client


def test_it_is_openapi_3_1_and_open_to_everybody(anybody: Client) -> None:
    found = anybody.get("/openapi.json")
    assert found.status_code == 200
    assert found.json["openapi"].startswith("3.1")


def test_it_describes_every_operation(anybody: Client, web_app: Flask) -> None:
    described = {
        (path, method.upper())
        for path, operations in anybody.get("/openapi.json").json["paths"].items()
        for method in operations
    }
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in web_app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith("/api/v1/") and method not in ("HEAD", "OPTIONS")
    }
    assert served - described == {("/api/v1/openapi.json", "GET")}
    assert described <= served


def test_every_operation_has_a_sentence_and_its_errors(anybody: Client) -> None:
    for operations in anybody.get("/openapi.json").json["paths"].values():
        for operation in operations.values():
            assert operation["summary"].endswith(".")
            assert {"401", "404", "422", "429", "503"} <= operation["responses"].keys()
            problem = operation["responses"]["422"]["content"]
            assert list(problem) == ["application/problem+json"]


def test_no_two_shapes_have_one_name() -> None:
    """The description would tell of one of them only."""
    names = Counter(one.__name__ for root in (Told, Asked) for one in root.__subclasses__())
    assert [name for name, count in names.items() if count > 1] == []
