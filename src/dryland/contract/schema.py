"""The contract in other people's languages: AsyncAPI, JSON Schema, TypeScript, reference pages.

All of it is computed from the catalogue, deterministically; nothing here reads or writes a file.
"""

from __future__ import annotations

from dryland.contract.schema_asyncapi import asyncapi
from dryland.contract.schema_forms import command_forms
from dryland.contract.schema_json import json_schema
from dryland.contract.schema_markdown import errors_page, events_page
from dryland.contract.schema_typescript import typescript

__all__ = ["asyncapi", "command_forms", "errors_page", "events_page", "json_schema", "typescript"]
