"""The HTTP API in OpenAPI 3.1, made from what checks the commands and types the state."""

from __future__ import annotations

import json
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from mopidy_moodcam import __version__
from mopidy_moodcam.vision.browser import BROWSER
from mopidy_moodcam.web.schema import COMMANDS
from mopidy_moodcam.web.state import CameraChoice, State
from mopidy_moodcam.web.timeline import MoodPoint, TrackPoint

if TYPE_CHECKING:
    from mopidy_moodcam.web.schema import Command

VERSION: Final = "3.1.0"  # of OpenAPI; its schemas are JSON Schema 2020-12

Schema = dict[str, Any]

PLAIN: Final[dict[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}

REFUSALS: Final = {
    "400": "The body is no JSON object, or a field is not right",
    "403": "The Origin, the host's name or the token is not right, or the feed shows no video",
    "404": "There is no such command or route",
    "405": "The route takes another method",
    "411": "The body does not say how long it is",
    "413": "The body is too long",
    "415": "The body is not JSON",
    "429": "Too many requests, commands or wrong tokens from one address",
    "503": "MoodCam is not running, is busy, or has no room for another client",
}


def schema_of(hint: Any) -> Schema:
    """Return the JSON Schema of a type as the state uses them: plain ones, lists, TypedDicts ..."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, UnionType}:
        return {"anyOf": [schema_of(argument) for argument in arguments]}
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1])}
    return object_of({name: schema_of(part) for name, part in get_type_hints(hint).items()})


def object_of(properties: dict[str, Schema], optional: frozenset[str] = frozenset()) -> Schema:
    """Return the schema of an object with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def description() -> Schema:
    """Return the whole description."""
    paths = {
        "/moodcam/api/state": _get("The whole state", _json("State")),
        "/moodcam/api/history": _get("The last half hour", _json("History")),
        "/moodcam/api/cameras": _get("Look for cameras, and list them", _json("Cameras")),
        "/moodcam/api/openapi.json": _get("This description", {"schema": {"type": "object"}}),
        "/moodcam/feed.mjpg": _get("The pictures as a stream", {}, "multipart/x-mixed-replace"),
    }
    commands = {
        f"/moodcam/api/{name}": {"post": _command(name, command)}
        for name, command in COMMANDS.items()
        if command.method is not None
    }
    cameras = {"type": "array", "items": schema_of(CameraChoice)}
    return {
        "openapi": VERSION,
        "info": {
            "title": "Mopidy-MoodCam",
            "version": __version__,
            "description": "What the page does, over HTTP. The WebSocket /moodcam/ws takes the "
            "same commands; docs/api.md describes it.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths | commands,
        # Without moodcam/token, which only a server for this machine alone can be, none is needed.
        "security": [{}, {"header": []}, {"query": []}],
        "components": {
            "securitySchemes": {
                "header": {"type": "http", "scheme": "bearer"},
                "query": {"type": "apiKey", "in": "query", "name": "token"},
            },
            "schemas": {
                "State": schema_of(State),
                "History": object_of(
                    {
                        "moods": {"type": "array", "items": schema_of(MoodPoint)},
                        "tracks": {"type": "array", "items": schema_of(TrackPoint)},
                    }
                ),
                "Cameras": object_of({"cameras": cameras}),
                "Done": object_of({}),
                "Error": object_of({"error": {"type": "string", "minLength": 1}}),
            },
        },
    }


@cache
def description_as_json() -> str:
    """Return the whole description as JSON."""
    return json.dumps(description())


def _json(name: str) -> Schema:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _answers(content: Schema, kind: str = "application/json") -> Schema:
    good: Schema = {"description": "Done", "content": {kind: content}}
    errors = {"application/json": _json("Error")}
    return {"200": good} | {
        status: {"description": meaning, "content": errors} for status, meaning in REFUSALS.items()
    }


def _get(summary: str, content: Schema, kind: str = "application/json") -> Schema:
    return {"get": {"summary": summary, "responses": _answers(content, kind)}}


def _command(name: str, command: Command) -> Schema:
    fields: dict[str, Schema] = {n: {**field.schema} for n, field in command.fields.items()}
    optional = frozenset(n for n, field in command.fields.items() if field.optional)
    if "camera" in fields:  # that one is chosen over the WebSocket
        fields["camera"] = {**fields["camera"], "not": {"const": BROWSER}}
    body = {"application/json": {"schema": object_of(fields, optional)}}
    return {
        "summary": name,
        "requestBody": {"required": bool(fields), "content": body},
        "responses": _answers(_json("Done")),
    }
