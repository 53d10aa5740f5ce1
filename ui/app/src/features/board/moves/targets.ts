/**
 * Where a player may go before anybody moves them: capacity, gear and medical fit of every other session of the bundle.
 * Pure, and a preview only: the node decides, by the same rules and with all it knows.
 */

import type {
  BundleSession,
  PlayerSessionStatus,
  Restriction,
  TrainingSessionState,
  WorkoutType,
} from "@dryland/client";

export type Verdict = "fits" | "over" | "full" | "gear" | "medical";

export interface Target {
  sessionId: string;
  name: string;
  type: WorkoutType;
  verdict: Verdict;
  players: number;
  /** null where the place has no limit, or none that this screen was told of */
  capacity: number | null;
  /** The gear that decides: what is free of it before the move. */
  gear: { type: string; left: number } | null;
  /** What of the work is not permitted, as the restriction names it. */
  banned: string | null;
}

/** What this screen was told of a session's place and gear. */
export type Given = readonly Pick<BundleSession, "sessionId" | "resources">[];

export function targetsFor(
  player: PlayerSessionStatus,
  sourceId: string,
  states: readonly TrainingSessionState[],
  given: Given,
): readonly Target[] {
  return states
    .filter(({ sessionId }) => sessionId !== sourceId)
    .map((state) => targetOf(player, state, given.find((one) => one.sessionId === state.sessionId)?.resources));
}

function targetOf(
  player: PlayerSessionStatus,
  state: TrainingSessionState,
  resources: BundleSession["resources"] | undefined,
): Target {
  const players = state.players.filter(({ status }) => status !== "dropped").length;
  const capacity = resources?.capacity ?? null;
  const gear = tightest(resources, players);
  const banned = bannedBy(player.restrictions ?? [], state.plan);
  const verdict = judge({ over: isOver(state), full: capacity !== null && players >= capacity, gear, banned });
  const { sessionId, workoutName: name, workoutType: type } = state;
  return { sessionId, name, type, verdict, players, capacity, gear, banned };
}

interface Facts extends Pick<Target, "gear" | "banned"> {
  over: boolean;
  full: boolean;
}

function judge({ over, full, gear, banned }: Facts): Verdict {
  if (over) return "over";
  if (banned !== null) return "medical";
  if (full) return "full";
  return gear !== null && gear.left < 1 ? "gear" : "fits";
}

function isOver({ status }: TrainingSessionState): boolean {
  return status === "completed" || status === "cancelled";
}

/** The gear with the fewest free pieces for one more player; null where nobody needs any of their own. */
function tightest(resources: BundleSession["resources"] | undefined, players: number): Target["gear"] {
  const needs = (resources?.equipment ?? []).flatMap(({ type, count, perPlayer }) =>
    perPlayer === undefined || perPlayer === 0 ? [] : [{ type, left: Math.floor(count / perPlayer) - players }],
  );
  return needs.reduce<Target["gear"]>((least, need) => (least === null || need.left < least.left ? need : least), null);
}

/** The first part of a plan that a restriction forbids, in the restriction's own words. */
function bannedBy(restrictions: readonly Restriction[], plan: unknown): string | null {
  if (restrictions.some(({ level }) => level === "no_training")) return "no_training";
  const done = movementsOf(plan);
  const banned = restrictions.flatMap(({ bannedMovements }) => bannedMovements ?? []);
  return banned.find((movement) => done.has(movement)) ?? null;
}

/** Every movement a plan names, at whatever depth: exercises, drills, blocks of exercises. */
function movementsOf(part: unknown): ReadonlySet<string> {
  if (Array.isArray(part)) return new Set(part.flatMap((each) => [...movementsOf(each)]));
  if (typeof part !== "object" || part === null) return new Set();
  const own = "movements" in part && Array.isArray(part.movements) ? part.movements : [];
  const inner = Object.values(part).flatMap((value) => (typeof value === "object" ? [...movementsOf(value)] : []));
  return new Set([...own.filter((movement) => typeof movement === "string"), ...inner]);
}

/** The legal target that changes least: the same kind of work first, then the emptiest. */
export function nearestLegal(targets: readonly Target[], like: WorkoutType | undefined): Target | null {
  const legal = targets.filter(({ verdict }) => verdict === "fits");
  const rank = (target: Target) => (target.type === like ? 0 : 1_000) + target.players;
  return legal.reduce<Target | null>((best, one) => (best === null || rank(one) < rank(best) ? one : best), null);
}
