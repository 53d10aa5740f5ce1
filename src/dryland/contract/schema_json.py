"""The contract as JSON Schema, draft 2020-12: every payload and everything it is made of.

Pure data from the catalogue; optional fields are left out on the wire, so their schemas have no null.
"""

from __future__ import annotations

from typing import Final, cast

import msgspec

from dryland.contract.base import Audience
from dryland.contract.catalogue import EVENTS
from dryland.contract.event_spec import EventSpec
from dryland.contract.examples import example
from dryland.contract.plans import PLANS
from dryland.contract.roots import roots
from dryland.contract.shapes import FieldShape, fields, reachable

__all__ = ["definitions", "json_schema"]

Json = dict[str, object]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def _plan(ref: str) -> Json:
    plans: list[Json] = [{"$ref": ref.format(name=plan.__name__)} for plan in PLANS.values()]
    return {"description": "the workout of the session's type", "anyOf": plans}


def _without_null(schema: Json) -> Json:
    """A field's schema without the null that means "left out"."""
    members = cast("list[Json]", schema.get("anyOf", []))
    kept = [member for member in members if member != {"type": "null"}]
    if not members or len(kept) == len(members):
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**kept[0], **rest} if len(kept) == 1 else {**rest, "anyOf": kept}


def _mark(field: FieldShape) -> Json:
    if field.readers is None:
        return {}
    return {"x-audiences": sorted(reader.value for reader in field.readers if reader is not Audience.WALL)}


def _property(schema: Json, field: FieldShape, ref: str) -> Json:
    if field.wire == "plan" and not schema.keys() - {"default"}:
        return _plan(ref)
    if field.default is None:
        schema = _without_null({key: value for key, value in schema.items() if key != "default"})
    return {**schema, **_mark(field)}


def _with_fields(cls: type[msgspec.Struct], schema: Json, ref: str) -> Json:
    properties = cast("dict[str, Json]", schema["properties"])
    return {
        **schema,
        "properties": {field.wire: _property(properties[field.wire], field, ref) for field in fields(cls)},
    }


def definitions(ref: str = "#/$defs/{name}") -> dict[str, Json]:
    """The schema of every type by its name; references are written with `ref`."""
    travelling = roots()
    _, components = msgspec.json.schema_components(travelling, ref_template=ref)
    schemas = cast("dict[str, Json]", components)
    for cls in reachable(travelling):
        if issubclass(cls, msgspec.Struct):
            schemas[cls.__name__] = _with_fields(cls, schemas[cls.__name__], ref)
    return {name: schemas[name] for name in sorted(schemas)}


def _payloads(row: EventSpec) -> Json:
    pairs = (("command", row.command), ("event", row.event), ("answer", row.ack))
    return {part: {"$ref": f"#/$defs/{payload.__name__}"} for part, payload in pairs if payload is not None}


def _examples(name: str) -> Json:
    found = next((payload for payload in roots() if payload.__name__ == name), None)
    return {} if found is None else {"examples": [example(found)]}


def json_schema() -> Json:
    """One schema with all types in `$defs`; an instance is any payload, `x-events` says which belongs where."""
    return {
        "$schema": DIALECT,
        "$id": "urn:dryland:contract",
        "title": "Dryland events",
        "description": "Generated from the event catalogue by `dryland schema jsonschema`.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in sorted({payload.__name__ for payload in roots()})],
        "x-events": {row.wire: _payloads(row) for row in EVENTS},
        "$defs": {name: {**schema, **_examples(name)} for name, schema in definitions().items()},
    }
