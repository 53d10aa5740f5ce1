/**
 * How facts of strength, hybrid and agility move one player's pointer along the plan.
 * Pure: player, fact and plan in, player out; the same object when nothing has changed. Knows no session.
 */

import type {
  AgilityPlan,
  BlockPointer,
  BlockTransitioned,
  Drill,
  DrillCompleted,
  DrillPointer,
  ExerciseProgress,
  Fact,
  HybridPlan,
  ModeSwitched,
  PatternProgressed,
  PlayerSessionStatus,
  RestTimer,
} from "./generated/contract";
import { EVENTS } from "./generated/contract";

type Move = (player: PlayerSessionStatus, fact: Fact, plan: unknown) => PlayerSessionStatus;

export const POINTERS: Readonly<Record<string, Move>> = {
  [EVENTS.PLAYER_EXERCISE_PROGRESS]: (player, fact) => exercise(player, fact as ExerciseProgress),
  [EVENTS.STRENGTH_REST_TIMER]: (player, fact) => rest(player, fact as RestTimer),
  [EVENTS.HYBRID_BLOCK_TRANSITION]: (player, fact, plan) => block(player, fact as BlockTransitioned, plan),
  [EVENTS.HYBRID_MODE_SWITCH]: (player, fact) => mode(player, fact as ModeSwitched),
  [EVENTS.AGILITY_DRILL_COMPLETION]: (player, fact, plan) => drill(player, fact as DrillCompleted, plan),
  [EVENTS.AGILITY_PATTERN_PROGRESS]: (player, fact) => pattern(player, fact as PatternProgressed),
};

function without<Field extends keyof PlayerSessionStatus>(
  player: PlayerSessionStatus,
  ...fields: Field[]
): Omit<PlayerSessionStatus, Field> {
  const gone = new Set<string>(fields);
  return Object.fromEntries(Object.entries(player).filter(([field]) => !gone.has(field))) as Omit<
    PlayerSessionStatus,
    Field
  >;
}

/**
 * The node's own word on where a player is; a player at the end of the plan is done. In a hybrid the sets of one block
 * are not the plan: there the last block's transition says it.
 */
function exercise(player: PlayerSessionStatus, fact: ExerciseProgress): PlayerSessionStatus {
  const isAtEnd = fact.completed && fact.exercise === undefined && player.block === undefined;
  const status = finished(player.status, isAtEnd);
  return {
    ...without(player, "exercise"),
    status,
    ...(fact.exercise === undefined ? {} : { exercise: fact.exercise }),
  };
}

function finished(status: PlayerSessionStatus["status"], isAtEnd: boolean): PlayerSessionStatus["status"] {
  if (isAtEnd && status === "active") return "completed";
  return !isAtEnd && status === "completed" ? "active" : status;
}

/** A rest as its timer tells it, once a second; most of the time it says what is known. */
function rest(player: PlayerSessionStatus, fact: RestTimer): PlayerSessionStatus {
  const pointer = player.exercise;
  if (pointer === undefined) return player;
  const state = fact.timerState === "started" ? "running" : fact.timerState;
  if (pointer.restState === state && pointer.restEndsAt === fact.endsAt) return player;
  const { restEndsAt: _end, ...others } = pointer;
  const ends = fact.endsAt === undefined ? {} : { restEndsAt: fact.endsAt };
  return { ...player, exercise: { ...others, restState: state, restDuration: fact.restDuration, ...ends } };
}

function block(player: PlayerSessionStatus, fact: BlockTransitioned, plan: unknown): PlayerSessionStatus {
  const to = fact.blockTransition.toBlock;
  if (to === undefined) return { ...without(player, "block", "exercise", "interval"), status: "completed" };
  const blocks = hybridPlan(plan)?.blocks ?? [];
  const place = to.index ?? blocks.findIndex((each) => each.id === to.id);
  const [here, next] = [blocks[place], blocks[place + 1]];
  const pointer: BlockPointer = {
    index: place,
    id: to.id,
    name: to.name,
    type: to.type,
    total: fact.totalBlocks,
    startedAt: fact.occurredAt ?? fact.recordedAt ?? "",
    mode: to.type,
    ...(fact.endsAt === undefined ? {} : { endsAt: fact.endsAt }),
    ...(here?.scheme === undefined ? {} : { scheme: here.scheme, round: 1 }),
    ...(here?.rounds === undefined ? {} : { rounds: here.rounds }),
    ...(next === undefined ? {} : { nextName: next.name, nextType: next.type }),
    ...(fact.adaptiveAdjustments === undefined ? {} : { adaptiveAdjustments: fact.adaptiveAdjustments }),
  };
  const stays = to.type === "exercise" ? without(player, "interval", "exercise") : without(player, "exercise");
  return { ...stays, block: pointer };
}

function mode(player: PlayerSessionStatus, fact: ModeSwitched): PlayerSessionStatus {
  if (player.block === undefined) return player;
  const change = { mode: fact.fromMode, nextMode: fact.toMode, modeSwitchesAt: fact.switchesAt };
  return { ...player, block: { ...player.block, ...change } };
}

/**
 * After an attempt: the next one of the drill, or the next drill where the node says that this one is finished. A drill
 * with `bestOf` may be over before its last attempt.
 */
function drill(player: PlayerSessionStatus, fact: DrillCompleted, plan: unknown): PlayerSessionStatus {
  const pointer = player.drill;
  const result = fact.drillResult;
  if (pointer === undefined || pointer.id !== result.drillId) return player;
  const drills = agilityPlan(plan)?.drills ?? [];
  const here = drills[pointer.index];
  const number = Math.max(pointer.attemptNumber, result.attemptNumber + 1);
  const isFinished = fact.drillFinished ?? number > pointer.totalAttempts;
  if (isFinished) return nextDrill(player, drills, pointer.index + 1, fact);
  const { startedAt: _started, step: _step, side: _side, startsAt: _starts, ...others } = pointer;
  const moved: DrillPointer = {
    ...others,
    attemptNumber: Math.min(number, pointer.totalAttempts),
    lastTime: result.completionTime,
    ...(fact.bestTime === undefined ? {} : { bestTime: fact.bestTime }),
    ...resting(here, fact),
    ...sideOf(here, number),
  };
  return { ...player, drill: moved };
}

function resting(here: Drill | undefined, fact: DrillCompleted): Pick<DrillPointer, "phase" | "restEndsAt"> {
  const at = Date.parse(fact.occurredAt ?? fact.recordedAt ?? "");
  if (here?.rest === undefined || Number.isNaN(at)) return { phase: "setup" };
  return { phase: "recovery", restEndsAt: new Date(at + here.rest * 1000).toISOString() };
}

/** Both sides are run in turn, as the plan lists them. */
function sideOf(here: Drill | undefined, number: number): Pick<DrillPointer, "side"> {
  const side = here?.sides?.[(number - 1) % here.sides.length];
  return side === undefined ? {} : { side };
}

function nextDrill(
  player: PlayerSessionStatus,
  drills: readonly Drill[],
  place: number,
  fact: DrillCompleted,
): PlayerSessionStatus {
  const next = drills[place];
  if (next === undefined) return { ...without(player, "drill"), status: finished(player.status, true) };
  const after = drills[place + 1];
  const position = player.drill?.startPosition;
  const pointer: DrillPointer = {
    index: place,
    id: next.id,
    name: next.name,
    pattern: next.pattern,
    total: drills.length,
    attemptNumber: 1,
    totalAttempts: next.attempts,
    phase: "setup",
    lastTime: fact.drillResult.completionTime,
    ...(position === undefined ? {} : { startPosition: position }),
    ...(after === undefined ? {} : { nextName: after.name }),
    ...sideOf(next, 1),
  };
  return { ...player, drill: pointer };
}

function pattern(player: PlayerSessionStatus, fact: PatternProgressed): PlayerSessionStatus {
  const pointer = player.drill;
  const step = fact.patternProgress.currentStep;
  if (pointer === undefined || pointer.id !== fact.drillId || pointer.attemptNumber !== fact.attemptNumber)
    return player;
  if (pointer.phase === fact.currentPhase && pointer.step === step) return player;
  return { ...player, drill: { ...pointer, phase: fact.currentPhase, step } };
}

function hybridPlan(plan: unknown): HybridPlan | null {
  return typeof plan === "object" && plan !== null && "blocks" in plan ? (plan as HybridPlan) : null;
}

function agilityPlan(plan: unknown): AgilityPlan | null {
  return typeof plan === "object" && plan !== null && "drills" in plan ? (plan as AgilityPlan) : null;
}
