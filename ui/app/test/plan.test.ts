import type { Interval, PlannedExercise, PlannedSet } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { asScheme } from "../src/features/plan/BlockRows";
import { contradictions, type Rule } from "../src/features/plan/contradictions";
import en from "../src/features/plan/en.json";
import { faultsAt, faultsOf } from "../src/features/plan/faults";
import { differences, planLines, setGroups } from "../src/features/plan/lines";
import type { AnyPlan } from "../src/features/plan/records";
import { countOf } from "../src/features/plan/removal";
import { asKind, clusterOf, SET_KINDS } from "../src/features/plan/sets";
import { templateDifferences } from "../src/features/plan/templateLines";
import type { PlanWords } from "../src/features/plan/words";
import { Problem } from "../src/shared/api";

const words: Readonly<Record<string, string>> = en;
const t: PlanWords["t"] = (id, values) =>
  Object.entries(values ?? {}).reduce(
    (text, [name, value]) => text.replaceAll(`{${name}}`, `${value}`),
    words[id] ?? id,
  );

const exercise = (sets: PlannedSet[], more: Partial<PlannedExercise> = {}): PlannedExercise => ({
  id: "squat",
  name: "Squat",
  sets,
  ...more,
});
const strength = (...exercises: PlannedExercise[]): AnyPlan => ({ workoutType: "strength", plan: { exercises } });
const interval = (more: Partial<Interval>): AnyPlan => ({
  workoutType: "conditioning",
  plan: { intervals: [{ id: "one", name: "Work", type: "work", duration: 60, ...more }] },
});

const rulesOf = (draft: AnyPlan): Rule[] => contradictions(draft).map((one) => one.rule);

describe("a plan that contradicts itself", () => {
  it.each<[string, PlannedSet, Rule[]]>([
    ["a set without repetitions", {}, ["reps"]],
    ["an AMRAP without repetitions", { kind: "amrap" }, []],
    ["a hold without seconds", { kind: "hold", reps: 5 }, ["hold"]],
    ["a cluster without parts", { kind: "cluster" }, ["cluster"]],
    ["a drop set without a step", { kind: "drop", reps: 8 }, ["drops"]],
    ["fewer at most than at least", { reps: 8, repsMax: 6 }, ["repsMax"]],
    ["a load without its figure", { reps: 5, load: { basis: "pct1rm" } }, ["load"]],
    ["bodyweight without a figure", { reps: 5, load: { basis: "bodyweight" } }, []],
    ["an effort of 12", { reps: 5, load: { basis: "rpe", value: 12 } }, ["loadRpe"]],
    ["160 % of 1RM", { reps: 1, load: { basis: "pct1rm", value: 160 } }, ["loadPct"]],
    ["a tempo of words", { reps: 5, tempo: "slow" }, ["tempo"]],
    ["two efforts for one set", { reps: 5, load: { basis: "rpe", value: 8 }, targetRpe: 6 }, ["twoEfforts"]],
    ["one effort said twice", { reps: 5, load: { basis: "rpe", value: 8 }, targetRpe: 8, tempo: "31X0" }, []],
  ])("%s is found at its set", (_words, set, rules) => {
    expect(contradictions(strength(exercise([{ reps: 5 }, set]))).map((one) => [one.path, one.rule])).toEqual(
      rules.map((rule) => ["$.plan.exercises[0].sets[1]", rule]),
    );
  });

  it("is told of a superset of one, which can be kept", () => {
    const other = { id: "row", superset: "A" };
    expect(contradictions(strength(exercise([{ reps: 5 }], { superset: "A" })))).toMatchObject([
      { path: "$.plan.exercises[0]", rule: "supersetOfOne", soft: true },
    ]);
    expect(rulesOf(strength(exercise([{ reps: 5 }], { superset: "A" }), exercise([{ reps: 5 }], other)))).toEqual([]);
  });

  it.each<[string, Partial<Interval>, Rule[]]>([
    ["no length", { duration: 0 }, ["length"]],
    ["a heart rate band the wrong way round", { heartRate: { basis: "pctHrMax", min: 95, max: 85 } }, ["heartRate"]],
    ["a power band the wrong way round", { power: { basis: "watts", min: 250, max: 200 } }, ["power"]],
    ["nothing wrong", { power: { basis: "watts", min: 200, max: 200 } }, []],
  ])("an interval with %s", (_words, more, rules) => {
    expect(rulesOf(interval(more))).toEqual(rules);
  });

  it("is found within the blocks of a hybrid, once, at the inner row", () => {
    const draft: AnyPlan = {
      workoutType: "hybrid",
      plan: { blocks: [{ id: "b", type: "exercise", name: "Squats", scheme: "emom", exercises: [exercise([{}])] }] },
    };
    const faults = faultsOf(draft, null, t);
    expect(faults.map((fault) => fault.path)).toEqual(["$.plan.blocks[0]", "$.plan.blocks[0].exercises[0].sets[0]"]);
    expect(faultsAt(faults, "$.plan.blocks[0]", ["exercises", "intervals"])).toHaveLength(1);
  });

  it("is told by the server where the screen knows no better", () => {
    const problem = new Problem("VALIDATION_FAILED", 400, {
      detail: "Not that.",
      context: { path: "$.plan.exercises[0].sets[0].reps" },
    });
    expect(faultsAt(faultsOf(strength(exercise([{ reps: 5 }])), problem, t), "$.plan.exercises[0].sets[0]")).toEqual([
      { path: "$.plan.exercises[0].sets[0].reps", words: "Not that.", soft: false },
    ]);
  });
});

describe("a set of another kind", () => {
  const set: PlannedSet = { reps: 8, load: { basis: "absolute", value: 40 }, tempo: "31X0", rest: 90 };

  it.each(SET_KINDS)("made into %s contradicts nothing, and keeps load, tempo and rest", (kind) => {
    const made = asKind(set, kind);
    expect(rulesOf(strength(exercise([made])))).toEqual([]);
    expect(made).toMatchObject({ load: set.load, tempo: "31X0", rest: 90 });
  });

  it.each(SET_KINDS.flatMap((one) => SET_KINDS.map((other) => [one, other] as const)))(
    "from %s to %s carries nothing along that only the first has",
    (one, other) => {
      const kept = Object.keys(asKind(asKind(set, one), other));
      expect(kept.filter((key) => !(key in asKind(set, other)))).toEqual([]);
    },
  );

  it("reads a cluster as people write it", () => {
    expect(clusterOf("2 + 2 + 1")).toEqual([2, 2, 1]);
    expect(clusterOf("2,2,1")).toEqual([2, 2, 1]);
    expect(clusterOf("two")).toBeUndefined();
  });
});

it("gives a block's scheme the time or the rounds it needs", () => {
  const block = { id: "b", type: "exercise", name: "B", exercises: [exercise([{ reps: 5 }])] } as const;
  for (const scheme of ["sets", "amrap", "emom", "for_time"] as const)
    expect(rulesOf({ workoutType: "hybrid", plan: { blocks: [asScheme(block, scheme)] } })).toEqual([]);
});

describe("two versions of a plan", () => {
  const mine = strength(exercise([{ reps: 5 }, { reps: 5 }]), exercise([{ reps: 8 }], { id: "row", name: "Row" }));
  const theirs = strength(exercise([{ reps: 5 }, { reps: 3 }]), exercise([{ reps: 8 }], { id: "dip", name: "Dip" }));

  it("differ where their lines do, with what only one has", () => {
    expect(differences(planLines(mine, t), planLines(theirs, t))).toEqual([
      { id: "squat", name: "Squat", mine: "2 × 5", theirs: "1 × 5; 1 × 3" },
      { id: "dip", name: "Dip", mine: null, theirs: "1 × 8" },
      { id: "row", name: "Row", mine: "1 × 8", theirs: null },
    ]);
    expect(differences(planLines(mine, t), planLines(mine, t))).toEqual([]);
  });

  it("count equal sets in a row together", () => {
    expect(setGroups([{ reps: 5 }, { reps: 5 }, { reps: 3 }, { reps: 5 }]).map((one) => one.count)).toEqual([2, 1, 1]);
  });
});

it("sees that something was removed by counting", () => {
  const before = strength(exercise([{ reps: 5 }, { reps: 5 }]));
  expect(countOf(strength(exercise([{ reps: 5 }])))).toBe(countOf(before) - 1);
  expect(countOf(strength(exercise([{ reps: 6 }, { reps: 5 }])))).toBe(countOf(before));
});

describe("two versions of a template", () => {
  const named = {
    plans: [{ id: "p1", name: "Bikes", workoutType: "conditioning", template: false, version: 1, updatedAt: "" }],
    facilities: [{ id: "f1", name: "Hall", kind: "hall", capacity: 12 }],
    teams: [{ id: "t1", name: "Women" }],
  } as const;
  const mine = {
    name: "Tuesday",
    teamId: "t1",
    estimatedDuration: 60,
    sessions: [{ workoutType: "conditioning", planId: "p1", name: "Bikes" }],
  } as const;

  it("are told apart by name, by how players are spread and session by session", () => {
    const theirs = {
      ...mine,
      name: "Thursday",
      distributeBy: "line",
      pins: { a: 0 },
      sessions: [{ ...mine.sessions[0], facilityId: "f1", equipment: [{ type: "bike", count: 3 }], startOffset: 300 }],
    } as const;
    const rows = templateDifferences(mine, theirs, named, t);
    expect(rows.map((row) => row.name)).toEqual(["Name", en["plan.spread"], "Session 1"]);
    expect(rows[1]).toMatchObject({ mine: "Women, evenly, 60 min" });
    expect(rows[1]?.theirs).toContain("lines stay together");
    expect(rows[2]?.mine).toBe("Bikes");
    expect(rows[2]?.theirs).toMatch(/^Bikes, Hall, 3 × .+, 5 min later$/);
  });

  it("say a session that only one has", () => {
    const two = { ...mine, sessions: [mine.sessions[0], { ...mine.sessions[0], name: "More" }] };
    expect(templateDifferences(mine, two, named, t)).toEqual([
      { id: "session-1", name: "Session 2", mine: null, theirs: "More, Bikes" },
    ]);
    expect(templateDifferences(mine, mine, named, t)).toEqual([]);
  });
});
