"""Templates of bundles: which sessions with which plans, places and gear, and how players are spread over them."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from dryland.contract.base import Identifier, Minutes, Name, Timestamp, Wire, WorkoutType
from dryland.contract.bundles import DistributeBy, EquipmentNeed
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.sayings import say
from dryland.floor.workout import at_time
from dryland.store.records import BundleTemplate, RecordSet
from dryland.web.access import by
from dryland.web.given import Caller, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import new_id
from dryland.web.refused import RefusedRequest

__all__ = ["HANDLERS"]


class TemplateSession(Wire, frozen=True, kw_only=True):
    """One session of a template: its plan by `planId`, where it is held, what it needs, when it begins."""

    workout_type: WorkoutType
    plan_id: Identifier
    name: Name | None = None
    facility_id: Identifier | None = None
    equipment: Annotated[tuple[EquipmentNeed, ...], Meta(max_length=50)] = ()
    start_offset: Annotated[float, Meta(ge=0, le=86_400, description="s after the bundle's start")] | None = None


class TemplateBody(Wire, frozen=True, kw_only=True):
    """What is made from a template. `pins` name a place in `sessions` for some players, counted from 0."""

    sessions: Annotated[tuple[TemplateSession, ...], Meta(min_length=2, max_length=8)]
    distribute_by: DistributeBy = DistributeBy.EVENLY
    pins: dict[Identifier, Annotated[int, Meta(ge=0, le=7)]] | None = None
    team_id: Identifier | None = None
    estimated_duration: Minutes | None = None


class TemplateShown(TemplateBody, frozen=True, kw_only=True):
    """A template; `version` rises with every change."""

    id: str
    name: str
    version: int
    updated_at: Timestamp


class TemplatePosted(TemplateBody, frozen=True, kw_only=True):
    """A template to be; with an `id` it can be posted again without making two."""

    name: Name
    id: Identifier | None = None


class TemplatePut(TemplateBody, frozen=True, kw_only=True):
    """A template as it is from now on, and the version one has seen."""

    name: Name
    version: Annotated[int, Meta(ge=1)]


def _shown(template: BundleTemplate) -> TemplateShown:
    body = msgspec.json.decode(template.body, type=TemplateBody)
    return TemplateShown(
        id=template.id,
        name=template.name,
        version=template.version,
        updated_at=at_time(template.updated_at_ms),
        **msgspec.structs.asdict(body),
    )


def _template_of(records: RecordSet, caller: Identity, template_id: str) -> BundleTemplate:
    template = records.bundle_templates.get(template_id)
    if template is None or template.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no template {template_id}.")
    return template


def _body(data: TemplateBody) -> bytes:
    """What is kept of a posted template: the fields that are no column."""
    kept = {name: getattr(data, name) for name in TemplateBody.__struct_fields__}
    return msgspec.json.encode(TemplateBody(**kept))


def _checked(records: RecordSet, caller: Identity, data: TemplateBody) -> None:
    """Refuse plans, places, teams and pins that do not fit. Raises `RefusedRequest` with the place that is wrong."""
    plans = records.plans.get_many([each.plan_id for each in data.sessions])
    places = {each.id for each in records.facilities.of_org(caller.org_id)}
    for number, session in enumerate(data.sessions):
        plan = plans.get(session.plan_id)
        if plan is None or plan.org_id != caller.org_id:
            raise _refusal("There is no such plan.", f"$.sessions[{number}].planId")
        if plan.workout_type is not session.workout_type:
            detail = f"{plan.name} is a {plan.workout_type.value} plan, the session is {session.workout_type.value}."
            raise _refusal(detail, f"$.sessions[{number}].planId")
        if session.facility_id is not None and session.facility_id not in places:
            raise _refusal("There is no such facility.", f"$.sessions[{number}].facilityId")
    for player_id, number in (data.pins or {}).items():
        if number >= len(data.sessions):
            raise _refusal(f"{player_id} is pinned to a session that is not there.", "$.pins")
    team = None if data.team_id is None else records.teams.get(data.team_id)
    if data.team_id is not None and (team is None or team.org_id != caller.org_id):
        raise _refusal("There is no such team.", "$.teamId")


def _refusal(detail: str, path: str) -> RefusedRequest:
    return RefusedRequest(ErrorCode.VALIDATION_FAILED, detail, ErrorContext(path=path))


@get("/api/bundle-templates", opt=by("plans.read"), summary="Templates of bundles", tags=["plans"])
async def templates(office: TheOffice, caller: Caller) -> list[TemplateShown]:
    """By name."""
    found = await office.ask(lambda records: records.bundle_templates.of_org(caller.org_id))
    return [_shown(each) for each in found]


@post("/api/bundle-templates", opt=by("plans.write"), summary="Make a template of a bundle", tags=["plans"])
async def make_template(office: TheOffice, caller: Caller, data: JSONBody[TemplatePosted]) -> TemplateShown:
    """Its plans and places must exist; the refusal names the one that does not."""
    template = BundleTemplate(data.id or new_id(), caller.org_id, data.name, _body(data), office.now_ms())

    def work(records: RecordSet) -> TemplateShown:
        known = records.bundle_templates.get(template.id)
        if known is not None:
            if known.org_id == caller.org_id and (known.name, known.body) == (template.name, template.body):
                return _shown(known)
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is a template {template.id} already.")
        _checked(records, caller, data)
        records.bundle_templates.save(template)
        return _shown(template)

    return await office.change(work)


@get("/api/bundle-templates/{template_id:str}", opt=by("plans.read"), summary="A template of a bundle", tags=["plans"])
async def one_template(office: TheOffice, caller: Caller, template_id: FromPath[str]) -> TemplateShown:
    """With its sessions."""
    return await office.ask(lambda records: _shown(_template_of(records, caller, template_id)))


@put("/api/bundle-templates/{template_id:str}", opt=by("plans.write"), summary="Change a template of a bundle",
     tags=["plans"])  # fmt: skip
async def change_template(
    office: TheOffice, caller: Caller, template_id: FromPath[str], data: JSONBody[TemplatePut]
) -> TemplateShown:
    """Refused with CONFLICT when somebody changed it since the version that is given. Bundles keep what they have."""

    def work(records: RecordSet) -> TemplateShown:
        before = _template_of(records, caller, template_id)
        if data.version != before.version:
            said = say("record_template_version", version=before.version, yours=data.version)
            raise RefusedRequest(ErrorCode.CONFLICT, said, ErrorContext(path="$.version", value=before.version))
        _checked(records, caller, data)
        after = BundleTemplate(before.id, before.org_id, data.name, _body(data), office.now_ms(), before.version + 1)
        records.bundle_templates.save(after)
        return _shown(after)

    return await office.change(work)


@delete("/api/bundle-templates/{template_id:str}", opt=by("plans.write"), summary="Delete a template of a bundle",
        tags=["plans"])  # fmt: skip
async def delete_template(office: TheOffice, caller: Caller, template_id: FromPath[str]) -> None:
    """Bundles that were made from it stay as they are."""

    def work(records: RecordSet) -> None:
        records.bundle_templates.remove(_template_of(records, caller, template_id).id)

    await office.change(work)


HANDLERS: Final[tuple[Any, ...]] = (templates, make_template, one_template, change_template, delete_template)
