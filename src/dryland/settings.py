"""Every setting of a node: unit, default, where it comes from. The only reader of environment variables.

Order: defaults, then `config.toml` in the data folder, then environment variables `DRYLAND_<SECTION>_<NAME>`.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from dryland.floor.settings import FloorSettings
from dryland.gateway import Limits
from dryland.web.settings import IdentitySettings

__all__ = ["BadSetting", "IntakeSettings", "NodeSettings", "Settings", "describe", "load_settings", "sources"]


class BadSetting(Exception):  # noqa: N818 (named for what it is about)
    """A setting has a name that does not exist or a value that it cannot have."""


class IntakeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How much one sender may send; what is acknowledged from the disk on request counts only until then."""

    events_per_s: Annotated[
        float,
        Meta(description="events of one connection, or of an account by HTTP, on average, stored ones aside", gt=0),
    ] = 50.0
    events_burst: Annotated[
        float, Meta(description="events of one connection at once; as many wait for the disk at most", gt=0)
    ] = 200.0


class NodeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the node listens, how often screens get frames, how it stops."""

    host: Annotated[str, Meta(description="address to listen on; only this machine unless told otherwise")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(description="port to listen on; 0 chooses a free one", ge=0, le=65_535)] = 8000
    data: Annotated[str, Meta(description="folder for the database, keys and backups")] = "dryland-data"
    tick_s: Annotated[float, Meta(description="s between two live frames of a session", gt=0)] = 1.0
    grace_s: Annotated[float, Meta(description="s given to clients when the node stops", ge=0)] = 3.0
    keep_finished_s: Annotated[
        float,
        Meta(description="s that a session or bundle that is over stays in memory after it was last asked for", ge=0),
    ] = 600.0
    token_ttl_s: Annotated[int, Meta(description="s a token is good for", gt=0)] = 43_200
    allowed_origins: Annotated[tuple[str, ...], Meta(description="foreign web origins that may connect")] = ()
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="what is logged, and worse")
    ] = "info"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings of a node."""

    node: NodeSettings = NodeSettings()
    intake: IntakeSettings = IntakeSettings()
    floor: FloorSettings = FloorSettings()
    gateway: Limits = Limits()
    identity: IdentitySettings = IdentitySettings()


_SECTIONS: Mapping[str, type[Any]] = {
    "node": NodeSettings,
    "intake": IntakeSettings,
    "floor": FloorSettings,
    "gateway": Limits,
    "identity": IdentitySettings,
}


def _names(section: type[Any]) -> tuple[str, ...]:
    if dataclasses.is_dataclass(section):
        return tuple(field.name for field in dataclasses.fields(section))
    return tuple(section.__struct_fields__)


def _from_file(path: Path) -> dict[str, dict[str, Any]]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSetting(
            f"{path} cannot be read: {error.strerror}. Give a folder, and let this user read the file in it."
        ) from error
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} cannot be read as TOML: {error}. Correct the file or move it away.") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, section in _SECTIONS.items():
        for field in _names(section):
            value = environment.get(f"DRYLAND_{name}_{field}".upper())
            if value is not None:
                found.setdefault(name, {})[field] = _parsed(value)
    return found


def _parsed(value: str) -> Any:
    """A variable's text as the JSON value it is, else as text."""
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value


def load_settings(
    data_dir: Path | None = None, environment: Mapping[str, str] | None = None, **overrides: Mapping[str, Any]
) -> Settings:
    """Settings of a data folder. `overrides` are sections, as `node={"port": 0}`. Raises `BadSetting`."""
    layers = [
        _from_file(data_dir / "config.toml") if data_dir is not None else {},
        _from_environment(os.environ if environment is None else environment),
        {name: dict(section) for name, section in overrides.items()},
    ]
    merged: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}
    for layer in layers:
        for name, section in layer.items():
            if name not in _SECTIONS:
                raise BadSetting(f"There is no section [{name}]; there are {', '.join(_SECTIONS)}.")
            unknown = set(section) - set(_names(_SECTIONS[name]))
            if unknown:
                raise BadSetting(f"There is no setting {name}.{min(unknown)}; `dryland config show` lists them.")
            merged[name].update(section)
    sections: dict[str, Any] = {}
    for name, section in _SECTIONS.items():
        try:
            sections[name] = msgspec.convert(merged[name], section, strict=False)
        except msgspec.ValidationError as error:
            raise BadSetting(f"A setting of [{name}] cannot have that value: {error}.") from error
    return Settings(**sections)


def sources(data_dir: Path | None = None, environment: Mapping[str, str] | None = None) -> dict[tuple[str, str], str]:
    """Where every setting comes from that is not at its default, by section and name. Raises `BadSetting`."""
    found: dict[tuple[str, str], str] = {}
    file = data_dir / "config.toml" if data_dir is not None else None
    for section, values in (_from_file(file) if file is not None else {}).items():
        found.update({(section, name): str(file) for name in values})
    for section, values in _from_environment(os.environ if environment is None else environment).items():
        found.update({(section, name): f"DRYLAND_{section}_{name}".upper() for name in values})
    return found


def describe(settings: Settings) -> dict[str, dict[str, Any]]:
    """All settings by section, as plain values."""
    return {name: msgspec.to_builtins(getattr(settings, name), order="deterministic") for name in _SECTIONS}
