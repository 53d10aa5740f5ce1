import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Drill } from "@dryland/client";
import { describe, expect, it } from "vitest";
import { codeWord, withUnknown } from "../src/features/plan/codes";
import { contradictions } from "../src/features/plan/contradictions";
import {
  asKnown,
  asOwn,
  fieldOf,
  freeName,
  moved,
  renamed,
  reordered,
  snapped,
  wayOf,
  withCone,
  withoutCone,
} from "../src/features/plan/course";
import { withFaults } from "../src/features/plan/DrillMore";
import type { Layout } from "../src/features/plan/records";

const CONTRACT = fileURLToPath(new URL("../../client/src/generated/contract.ts", import.meta.url));
const FEATURE = fileURLToPath(new URL("../src/features/plan", import.meta.url));

/** The structs a plan is made of, as the contract has them. */
const STRUCTS = [
  "StrengthPlan",
  "AdviceSettings",
  "RackInventory",
  "PlatePair",
  "PlannedExercise",
  "PlannedSet",
  "PlannedLoad",
  "DropStep",
  "ConditioningPlan",
  "Interval",
  "HeartRateTarget",
  "PowerTarget",
  "HybridPlan",
  "HybridBlock",
  "AgilityPlan",
  "Drill",
  "Cone",
  "DrillStep",
  "StartListEntry",
  "PlyometricsPlan",
  "PlannedJumps",
];

/** An item's identifier is made when it is added: results are kept under it, so nobody writes it by hand. */
const MADE = new Set(["id"]);

const contract = readFileSync(CONTRACT, "utf8");
const rows = readdirSync(FEATURE)
  .filter((name) => /(Row|Rows|Fields|More|Settings|StartList)\.tsx$/.test(name))
  .map((name) => readFileSync(`${FEATURE}/${name}`, "utf8"))
  .join("\n");

describe("the plan editor", () => {
  const fields = STRUCTS.flatMap((struct) => {
    const body = new RegExp(`export interface ${struct} \\{([\\s\\S]*?)\\n\\}`).exec(contract)?.[1] ?? "";
    return [...body.matchAll(/readonly (\w+)\??:/g)].map((match) => [struct, match[1] ?? ""] as const);
  });

  it("knows the structs of the contract", () => {
    expect(new Set(fields.map(([struct]) => struct)).size).toBe(STRUCTS.length);
  });

  it.each(fields.filter(([, field]) => !MADE.has(field)))("%s.%s can be changed", (_struct, field) => {
    expect(new RegExp(`"${field}"|\\b${field}:|\\b${field},|\\.${field}\\b`).test(rows)).toBe(true);
  });
});

const T_TEST: Layout = {
  pattern: "t_test",
  cones: [
    { id: "A", x: 0, y: 0 },
    { id: "B", x: 0, y: 10 },
  ],
  steps: [{ name: "Sprint", to: "B", instructions: "" }],
  path: [
    [0, 0],
    [0, 10],
  ],
  lengthM: 36,
};
const drill: Drill = { id: "d", name: "Own", pattern: "t_test", attempts: 3 };
const own = asOwn(drill, T_TEST);

describe("a layout of one's own", () => {
  it("begins as the pattern that was chosen, and goes with its cones when a pattern is chosen again", () => {
    expect(own).toEqual({ ...drill, pattern: "custom", cones: T_TEST.cones, steps: T_TEST.steps, length: 36 });
    expect(asKnown(own, "hexagon")).toEqual({ ...drill, pattern: "hexagon" });
  });

  it("stands on half metres, never off the field", () => {
    expect(snapped({ x: 1.3, y: -0.1 })).toEqual({ x: 1.5, y: 0 });
    expect(snapped({ x: 900, y: -900 })).toEqual({ x: 200, y: -200 });
  });

  it("names new cones by the first free letter", () => {
    expect(withCone(own, { x: 2.2, y: 3 }).cones?.at(-1)).toEqual({ id: "C", x: 2, y: 3 });
    expect(freeName([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((id) => ({ id, x: 0, y: 0 })))).toBe("1");
  });

  it("keeps steps with their cones through a new name, a move and a removal", () => {
    expect(renamed(own, 1, "Wall").steps?.[0]?.to).toBe("Wall");
    expect(moved(own, "B", { x: 1, y: 1 }).cones?.[1]).toEqual({ id: "B", x: 1, y: 1 });
    expect(withoutCone(own, "B")).toMatchObject({ cones: [{ id: "A" }], steps: [] });
  });

  it("is run from its first cone along its steps", () => {
    expect(wayOf(own)).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 10 },
    ]);
  });

  it("lets steps change places, not beyond the ends", () => {
    const steps = ["a", "b"].map((name) => ({ name, instructions: "" }));
    expect(reordered(steps, 1, -1).map((step) => step.name)).toEqual(["b", "a"]);
    expect(reordered(steps, 1, 1)).toEqual(steps);
  });

  it("is shown whole with room around it", () => {
    const field = fieldOf([{ x: -4, y: 23 }]);
    expect(field).toEqual({ left: -10, bottom: -5, width: 15, height: 35 });
    expect(fieldOf([])).toEqual({ left: -5, bottom: -5, width: 10, height: 10 });
  });

  it.each<[string, Partial<Drill>, string]>([
    ["two cones of one name", { cones: [...T_TEST.cones, { id: "A", x: 1, y: 1 }] }, "coneTwice"],
    [
      "a cone without a name",
      { cones: [{ id: "", x: 1, y: 1 }], steps: [{ name: "Go", instructions: "" }] },
      "coneName",
    ],
    ["no step", { steps: [] }, "noSteps"],
    ["a step to nowhere", { steps: [{ name: "Go", to: "Z", instructions: "" }] }, "stepLost"],
    ["a step without a name", { steps: [{ name: " ", instructions: "" }] }, "stepName"],
  ])("is not kept with %s", (_words, more, rule) => {
    const found = contradictions({ workoutType: "agility", plan: { drills: [{ ...own, ...more }] } });
    expect(found.map((one) => one.rule)).toEqual([rule]);
  });
});

describe("choices of a plan", () => {
  it("give a fault one policy", () => {
    const voided = withFaults(drill, "void", ["fall", "false_start"]);
    expect(voided.faults).toEqual({ false_start: "void", fall: "void" });
    expect(withFaults(voided, "report", ["fall"]).faults).toEqual({ false_start: "void", fall: "report" });
    expect(withFaults(voided, "void", []).faults).toBeUndefined();
  });

  it("lose no code that they do not know", () => {
    expect(withUnknown(["squat"], ["squat", "odd_lift"], (one) => one)).toEqual([
      { value: "squat", label: "squat" },
      { value: "odd_lift", label: "Odd lift" },
    ]);
    expect(codeWord("back_squat")).toBe("Back squat");
  });
});
