"""The description says what the routes do, since it is made from what checks them."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from mopidy_moodcam.web.api import UnknownApi
from mopidy_moodcam.web.app import ROUTES
from mopidy_moodcam.web.openapi import REFUSALS, description, schema_of
from mopidy_moodcam.web.schema import COMMANDS, CommandError, check_for_http
from mopidy_moodcam.web.socket import MoodSocket
from mopidy_moodcam.web.state import State
from tests.web.served import Served

VALUES = (
    None,
    True,
    0,
    1,
    86400,
    86401,
    0.5,
    "",
    " ",
    "a\0",
    "play",
    "sad",
    "pick",
    "browser",
    [],
    {},
)


def body_of(name: str) -> dict[str, Any]:
    operation = description()["paths"][f"/moodcam/api/{name}"]["post"]
    return operation["requestBody"]["content"]["application/json"]["schema"]


def test_it_is_served_as_it_is_made() -> None:
    with Served() as served:
        answer = served.get("/api/openapi.json")
    assert json.loads(answer.body) == description()
    assert answer.headers["Content-Type"].startswith("application/json")


def test_every_route_is_described() -> None:
    described = {path.removeprefix("/moodcam") for path in description()["paths"]}
    handlers = {
        next(handler for pattern, handler in ROUTES if re.fullmatch(pattern, path))
        for path in described
    }
    assert handlers == {handler for _, handler in ROUTES} - {UnknownApi, MoodSocket}


@pytest.mark.parametrize("name", [n for n, command in COMMANDS.items() if command.method])
def test_a_field_is_described_as_it_is_checked(name: str) -> None:
    validator = jsonschema_rs.validator_for(body_of(name))
    good = {
        field: next(value for value in (*VALUES, "elevate", "landmarks") if allowed.allows(value))
        for field, allowed in COMMANDS[name].fields.items()
    }
    assert validator.is_valid(good)
    cases = [good | {field: value} for field in good for value in VALUES]
    cases += [{k: v for k, v in good.items() if k != field} for field in good] + [good | {"x": 1}]
    for fields in cases:
        try:
            check_for_http(name, fields)
        except CommandError:
            assert not validator.is_valid(fields), fields
        else:
            assert validator.is_valid(fields), fields


def test_every_status_of_a_refusal_is_documented() -> None:
    for operations in description()["paths"].values():
        for operation in operations.values():
            assert set(operation["responses"]) == {"200", *REFUSALS}


def test_the_state_is_described_with_every_key() -> None:
    schema = schema_of(State)
    assert set(schema["properties"]) == set(State.__annotations__)
    assert schema["properties"]["strategy"] == {"enum": ["match", "elevate", "balance"]}
    playing = schema["properties"]["playing"]["anyOf"]
    assert playing[0]["properties"]["feedback"]["anyOf"][1] == {"type": "null"}
    assert playing[1] == {"type": "null"}
