import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { reachable } from "../dev/firstLoadBudget";

const SRC = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));

function imported(file: string): string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)].map((match) =>
    normalize(join(dirname(file), match[1] ?? "")),
  );
}

const featureOf = (path: string): string | null => /^features\/([^/]+)/.exec(path)?.[1] ?? null;

describe("the app's layers", () => {
  it.each(files)("%s imports downwards only: app → features → shared", (file) => {
    const own = featureOf(file);
    for (const path of imported(file)) {
      if (file.startsWith("shared/")) expect(path.startsWith("shared/"), path).toBe(true);
      if (own !== null) expect(path.startsWith("shared/") || featureOf(path) === own, path).toBe(true);
    }
  });

  it("is never built from what only tests and development need", () => {
    expect(files.flatMap(imported).filter((path) => path.includes("dev/"))).toEqual([]);
  });
});

/** The classes that a style sheet rules over without naming a place: `.tile`, not `.board .tile`. */
function ownClasses(sheet: string): string[] {
  const text = readFileSync(join(SRC, sheet), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/([^{}]+)\{/g)].flatMap(([, selectors = ""]) =>
    selectors.split(/,(?![^(]*\))/).flatMap((selector) => /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1] ?? []),
  );
}

describe("style sheets", () => {
  const sheets = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".css"));
  const known = new Map(sheets.map((sheet) => [sheet, new Set(ownClasses(sheet))]));

  // Every sheet that was once loaded stays: a class of two features changes one screen after a look at the other.
  it.each(sheets.filter((sheet) => featureOf(sheet) !== null))("%s has its classes to itself", (sheet) => {
    for (const [other, classes] of known) {
      if (other === sheet) continue;
      expect(
        [...(known.get(sheet) ?? [])].filter((name) => classes.has(name)),
        other,
      ).toEqual([]);
    }
  });
});

describe("the first-load budget", () => {
  it("counts everything that is pulled in statically, once", () => {
    const chunks = new Map([
      ["entry", { imports: ["vendor"] }],
      ["board", { imports: ["vendor", "entry"] }],
      ["vendor", { imports: [] }],
      ["panel", { imports: ["vendor"] }],
    ]);
    expect([...reachable(chunks, ["entry", "board"])].sort()).toEqual(["board", "entry", "vendor"]);
  });
});
