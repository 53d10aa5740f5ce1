"""Plans and templates: checked against the contract of their workout type, changed only from the version one knows."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from dryland.contract.agility_plan import Cone, Drill, DrillPattern, DrillStep
from dryland.contract.base import Identifier, Name, Timestamp, Wire, WorkoutType
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext
from dryland.contract.plans import PLANS
from dryland.contract.sayings import say
from dryland.contract.surroundings import ChangeKind, TemplateUpdated
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.drill_library import lay_out
from dryland.floor.lifts import KNOWN_LIFTS
from dryland.floor.movements import STAND_INS
from dryland.floor.workout import at_time
from dryland.store.records import Plan, RecordSet
from dryland.web.access import by
from dryland.web.given import Caller, TheDoor, TheOffice
from dryland.web.identity import Identity
from dryland.web.office import Office, new_id
from dryland.web.paging import Cursor, Limit, Listed, listed, page_of
from dryland.web.refused import RefusedRequest

__all__ = ["HANDLERS", "checked_plan", "plan_of"]

UPDATED: Final = "training:template:updated"
CUSTOM: Final = DrillPattern.CUSTOM


class PlanShown(Wire, frozen=True, kw_only=True):
    """A plan or template; `version` rises with every change."""

    id: str
    name: str
    workout_type: WorkoutType
    template: bool
    version: int
    updated_at: Timestamp
    plan: dict[str, Any] | None = None


class PlanPosted(Wire, frozen=True, kw_only=True):
    """A plan to be; with an `id` it can be posted again without making two."""

    name: Name
    workout_type: WorkoutType
    plan: dict[str, Any]
    id: Identifier | None = None
    template: bool = False


class Starter(Wire, frozen=True, kw_only=True):
    """A plan to begin with."""

    workout_type: WorkoutType
    plan: dict[str, Any]


class Layout(Wire, frozen=True, kw_only=True):
    """A drill of the library on its own grid, m: where the cones stand, step by step, the corners of the way."""

    pattern: DrillPattern
    cones: tuple[Cone, ...]
    steps: tuple[DrillStep, ...]
    path: tuple[tuple[float, float], ...]
    length_m: float | None = None


class LiftKnown(Wire, frozen=True, kw_only=True):
    """An exercise that can stand in for another where a restriction forbids that."""

    lift: str
    name: str


class Starters(Wire, frozen=True, kw_only=True):
    """What planning begins with. `lifts`: the codes under which a lift's tables and earlier results are kept."""

    plans: tuple[Starter, ...]
    layouts: tuple[Layout, ...]
    lifts: tuple[str, ...]
    stand_ins: tuple[LiftKnown, ...]


class PlanPatched(Wire, frozen=True, kw_only=True):
    """What changes of a plan, and the version one has seen."""

    version: Annotated[int, Meta(ge=1)]
    name: Name | UnsetType = UNSET
    plan: dict[str, Any] | UnsetType = UNSET
    template: bool | UnsetType = UNSET


def checked_plan(workout_type: WorkoutType, plan: object) -> bytes:
    """A plan's JSON as it is kept. Raises `RefusedRequest` with the place that is wrong."""
    body = msgspec.json.encode(plan)
    try:
        msgspec.json.decode(body, type=PLANS[workout_type])
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        context = ErrorContext(path="$.plan" + where.rstrip("`"))
        raise RefusedRequest(
            ErrorCode.VALIDATION_FAILED, f"Not a {workout_type.value} plan: {what}.", context
        ) from error
    return body


def plan_of(records: RecordSet, caller: Identity, plan_id: str) -> Plan:
    """A plan of the caller's organisation. Raises `RefusedRequest`."""
    plan = records.plans.get(plan_id)
    if plan is None or plan.org_id != caller.org_id:
        raise RefusedRequest(ErrorCode.NOT_FOUND, f"There is no plan {plan_id}.")
    return plan


def _shown(plan: Plan, *, whole: bool = True) -> PlanShown:
    return PlanShown(
        id=plan.id,
        name=plan.name,
        workout_type=plan.workout_type,
        template=plan.template,
        version=plan.version,
        updated_at=at_time(plan.updated_at_ms),
        plan=msgspec.json.decode(plan.body) if whole else None,
    )


def _owe(
    office: Office, records: RecordSet, caller: Identity, plan: Plan, change: ChangeKind, changed: tuple[str, ...]
) -> None:
    """A change of a template is everybody's news; a plan's is not."""
    if not plan.template:
        return
    event = TemplateUpdated(
        template_id=plan.id,
        template_name=plan.name,
        workout_type=plan.workout_type,
        change=change,
        changed=changed,
        changed_by=caller.user_id,
        version=plan.version,
    )
    office.owe(records, caller, UPDATED, event)


@get("/api/plans", opt=by("plans.read"), summary="Plans and templates", tags=["plans"])
async def plans(
    office: TheOffice,
    caller: Caller,
    workout_type: FromQuery[WorkoutType | None] = None,
    template: FromQuery[bool | None] = None,
    search: FromQuery[str] = "",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listed[PlanShown]:
    """By name, without what is in them; by workout type, by being a template, by a part of the name."""
    page = page_of(cursor, limit, str, str)
    found = await office.ask(
        lambda records: records.plans.page(
            caller.org_id, page, workout_type=workout_type, templates=template, search=search
        )
    )
    return listed(found, page, lambda plan: (plan.name, plan.id), lambda plan: _shown(plan, whole=False))


@post("/api/plans", opt=by("plans.write"), summary="Make a plan", tags=["plans"])
async def make_plan(office: TheOffice, caller: Caller, data: JSONBody[PlanPosted]) -> PlanShown:
    """A plan is checked against the contract before it is kept."""
    body = checked_plan(data.workout_type, data.plan)
    plan = Plan(data.id or new_id(), caller.org_id, data.workout_type, data.name, body, office.now_ms(), data.template)

    def work(records: RecordSet) -> PlanShown:
        known = records.plans.get(plan.id)
        if known is not None:
            if known.org_id == caller.org_id and (known.name, known.body) == (plan.name, plan.body):
                return _shown(known)
            raise RefusedRequest(ErrorCode.CONFLICT, f"There is a plan {plan.id} already.")
        records.plans.save(plan)
        _owe(office, records, caller, plan, ChangeKind.CREATED, ("plan",))
        return _shown(plan)

    return await office.change(work)


@get("/api/plan-starters", opt=by("plans.read"), sync_to_thread=False, summary="What planning begins with",
     tags=["plans"])  # fmt: skip
def starters(door: TheDoor, caller: Caller) -> Starters:
    """A sensible plan of each kind, and the drills that the library knows, laid out."""
    begin_with = tuple(
        Starter(workout_type=kind, plan=msgspec.to_builtins(plan)) for kind, plan in door.plans_to_begin_with().items()
    )
    drills = (Drill(id="drill", name="Drill", pattern=each, attempts=1) for each in DrillPattern if each is not CUSTOM)
    return Starters(
        plans=begin_with,
        layouts=tuple(_laid_out(drill) for drill in drills),
        lifts=KNOWN_LIFTS,
        stand_ins=tuple(LiftKnown(lift=each.lift, name=each.name) for each in STAND_INS),
    )


def _laid_out(drill: Drill) -> Layout:
    layout = lay_out(drill, None, AgilitySettings())
    return Layout(
        pattern=drill.pattern,
        cones=layout.cones,
        steps=layout.steps,
        path=tuple((point.x, point.y) for point in layout.trace(len(layout.steps))),
        length_m=layout.length_m,
    )


@get("/api/plans/{plan_id:str}", opt=by("plans.read"), summary="A plan", tags=["plans"])
async def one_plan(office: TheOffice, caller: Caller, plan_id: FromPath[str]) -> PlanShown:
    """With everything in it."""
    return await office.ask(lambda records: _shown(plan_of(records, caller, plan_id)))


@patch("/api/plans/{plan_id:str}", opt=by("plans.write"), summary="Change a plan", tags=["plans"])
async def change_plan(
    office: TheOffice, caller: Caller, plan_id: FromPath[str], data: JSONBody[PlanPatched]
) -> PlanShown:
    """Refused with CONFLICT when somebody changed it since the version that is given. Open sessions keep theirs."""

    def work(records: RecordSet) -> PlanShown:
        before = plan_of(records, caller, plan_id)
        if data.version != before.version:
            said = say("record_plan_version", version=before.version, yours=data.version)
            raise RefusedRequest(ErrorCode.CONFLICT, said, ErrorContext(path="$.version", value=before.version))
        after = replace(before, version=before.version + 1, updated_at_ms=office.now_ms())
        if data.name is not UNSET:
            after = replace(after, name=data.name)
        if data.plan is not UNSET:
            after = replace(after, body=checked_plan(before.workout_type, data.plan))
        if data.template is not UNSET:
            after = replace(after, template=data.template)
        records.plans.save(after)
        changed = tuple(name for name in ("name", "plan", "template") if getattr(data, name) is not UNSET)
        _owe(office, records, caller, after, ChangeKind.UPDATED, changed)
        return _shown(after)

    return await office.change(work)


@delete("/api/plans/{plan_id:str}", opt=by("plans.write"), summary="Delete a plan", tags=["plans"])
async def delete_plan(office: TheOffice, caller: Caller, plan_id: FromPath[str]) -> None:
    """Sessions that were opened from it keep what they have; a plan that sessions name stays."""

    def work(records: RecordSet) -> None:
        plan = plan_of(records, caller, plan_id)
        records.plans.remove(plan.id)
        _owe(office, records, caller, plan, ChangeKind.DELETED, ())

    await office.change(work)


HANDLERS: Final[tuple[Any, ...]] = (plans, make_plan, starters, one_plan, change_plan, delete_plan)
