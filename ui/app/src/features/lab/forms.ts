/**
 * The commands of the contract as forms: which fields a payload has, what may stand in them, and a payload that is valid
 * to begin with. Pure; the document is generated from the server's catalogue.
 */

import type { TrainingSessionState } from "@dryland/client";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
}

export interface CommandForm {
  readonly schema: string;
  readonly summary: string;
  readonly delivery: string;
  readonly senders: readonly string[];
  readonly workoutType?: string;
  readonly example: JsonObject;
}

export interface Forms {
  readonly commands: Readonly<Record<string, CommandForm>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** The document, loaded when the first form is opened. */
export async function loadForms(): Promise<Forms> {
  return (await import("./generated/commands.json")).default as unknown as Forms;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema itself: references followed, of several kinds the one that fits the value, or the first. */
export function resolved(schema: Schema, forms: Forms, value?: Json): Schema {
  if (schema.$ref !== undefined) {
    const { $ref, ...own } = schema;
    const found = forms.$defs[$ref.slice($ref.lastIndexOf("/") + 1)];
    return found === undefined ? own : resolved({ ...found, ...own }, forms, value);
  }
  if (schema.anyOf === undefined) return schema;
  const kinds = schema.anyOf.map((kind) => resolved(kind, forms));
  return kinds.find((kind) => fits(kind, value)) ?? kinds[0] ?? {};
}

function fits(schema: Schema, value: Json | undefined): boolean {
  if (value === undefined) return false;
  if (isObject(value)) return (schema.required ?? []).every((name) => name in value) && schema.type === "object";
  if (Array.isArray(value)) return schema.type === "array";
  if (typeof value === "number") return schema.type === "number" || schema.type === "integer";
  return schema.type === typeof value || schema.enum !== undefined;
}

/** What a field that is added begins with. */
export function beginning(schema: Schema, forms: Forms): Json {
  const own = resolved(schema, forms);
  if (own.default !== undefined && own.default !== null) return own.default;
  if (own.const !== undefined) return own.const;
  if (own.enum !== undefined) return own.enum[0] ?? null;
  if (own.type === "object") return objectBeginning(own, forms);
  if (own.type === "array") return [];
  if (own.type === "boolean") return false;
  if (own.type === "number" || own.type === "integer") return own.minimum ?? 0;
  return own.format === "date-time" ? "2026-01-15T17:30:00Z" : "";
}

function objectBeginning(schema: Schema, forms: Forms): JsonObject {
  const names = schema.required ?? [];
  return Object.fromEntries(names.map((name) => [name, beginning(schema.properties?.[name] ?? {}, forms)]));
}

/** What a sender stamps itself: it is never typed. */
const STAMPS: ReadonlySet<string> = new Set(["eventId", "occurredAt", "epoch", "lastSeq"]);

/** The example, about the session that is chosen and what its players are at. */
export function filled(form: CommandForm, session: TrainingSessionState | null): JsonObject {
  const own = Object.entries(form.example).filter(([name]) => !STAMPS.has(name));
  const payload = Object.fromEntries(own);
  if (session === null) return payload;
  return aboutDrill(aboutSet(aboutPlayer(payload, session), session), session);
}

function aboutPlayer(payload: JsonObject, session: TrainingSessionState): JsonObject {
  const player = session.players[0]?.playerId;
  return {
    ...payload,
    ...("sessionId" in payload ? { sessionId: session.sessionId } : {}),
    ...("playerId" in payload && player !== undefined ? { playerId: player } : {}),
    ...("bundleId" in payload && session.bundleId !== undefined ? { bundleId: session.bundleId } : {}),
  };
}

function aboutSet(payload: JsonObject, session: TrainingSessionState): JsonObject {
  const at = session.players[0]?.exercise;
  if (at === undefined || !("exerciseId" in payload)) return payload;
  const place = { setNumber: at.setNumber, totalSets: at.totalSets };
  return {
    ...payload,
    exerciseId: at.id,
    ...("exerciseName" in payload ? { exerciseName: at.name } : {}),
    ...("setNumber" in payload ? { setNumber: at.setNumber } : {}),
    ...(isObject(payload.setData) ? { setData: { ...payload.setData, ...place } } : {}),
  };
}

function aboutDrill(payload: JsonObject, session: TrainingSessionState): JsonObject {
  const plan = session.plan;
  const drill = plan !== undefined && "drills" in plan ? plan.drills[0] : undefined;
  if (drill === undefined) return payload;
  const place = { drillId: drill.id, attemptNumber: 1 };
  if (isObject(payload.drillResult)) {
    const { side: _side, splits: _splits, ...result } = payload.drillResult;
    const own = { ...place, drillName: drill.name, pattern: drill.pattern, totalAttempts: drill.attempts };
    return { ...payload, drillResult: { ...result, ...own } };
  }
  const attempt = "attemptNumber" in payload ? { attemptNumber: 1 } : {};
  return "drillId" in payload ? { ...payload, drillId: drill.id, ...attempt } : payload;
}

/** An object or a list with one place changed; `undefined` takes it out. */
export function changed(value: JsonObject | readonly Json[], place: string | number, next: Json | undefined): Json {
  if (isList(value)) {
    return next === undefined
      ? value.filter((_, at) => at !== place)
      : value.map((each, at) => (at === place ? next : each));
  }
  const { [place]: _before, ...others } = value;
  return next === undefined ? others : { ...value, [place]: next };
}

const isList = (value: JsonObject | readonly Json[]): value is readonly Json[] => Array.isArray(value);
