/** The packed package as a stranger gets it: unpacked into an empty folder, run by Node, compiled by a strict consumer. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLIENT = fileURLToPath(new URL("..", import.meta.url));
const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const BESIDE = ["idb", "socket.io-client", "react", "@types/react"];

const CONSUMER = `
import { createLink, createOutbox, createSession, EVENTS, type OutboxState, type SetCompletion, toldOf } from "@dryland/client";
import { useOutbox, useSessionBroadcast } from "@dryland/client/react";

const link = createLink({ url: "http://127.0.0.1:9", token: "t" });
const outbox = createOutbox({ link, name: "account" });
const session = createSession({ link, sessionId: "s" });
const reps: number | undefined = toldOf(session.view().model.told, "p", EVENTS.STRENGTH_SET_COMPLETION)[0]?.setData.reps;
const set: SetCompletion = {
  sessionId: "s", playerId: "p", exerciseId: "squat", exerciseName: "Squat",
  setData: { setNumber: 1, totalSets: 5, reps: 5, weight: 100 },
};
export async function log(): Promise<string> {
  const kept = await outbox.put(EVENTS.STRENGTH_SET_COMPLETION, set);
  // @ts-expect-error: a payload of another event
  void outbox.put(EVENTS.PLAYER_SAMPLES, set);
  return kept.ok ? kept.eventId : kept.error.message;
}
export const state: OutboxState = outbox.state();
export const hooks = { useOutbox, useSessionBroadcast, reps };
`;

/** What the README takes as given. */
const GIVEN = `
declare const token: string, sessionId: string, playerId: string, accountId: string, bundleId: string;
declare function showTick(where: string): void;
declare function showError(why: string): void;
declare function offerReload(): void;
declare function tell(words: string): void;
export const used = () => [sets, Rack];
`;

/** The README's examples, one after the other, as one module. */
function readme(): string {
  const page = readFileSync(join(CLIENT, "README.md"), "utf8");
  const examples = [...page.matchAll(/```tsx?\n(.*?)```/gs)].map(([, code]) => code ?? "");
  expect(examples.length).toBeGreaterThanOrEqual(4);
  return [...examples, GIVEN].join("\n");
}

const RUN = `
import { createOutbox, EVENTS, localFailure, uuidV7 } from "@dryland/client";
import * as hooks from "@dryland/client/react";
console.log(JSON.stringify([typeof createOutbox, EVENTS.CLOCK, localFailure("KEPT_HERE").ok, typeof uuidV7, Object.keys(hooks).sort()]));
`;

/** What the compiler says of the project in a folder; nothing when all is well. */
function complaints(project: string): string {
  try {
    return execFileSync(process.execPath, [join(MODULES, "typescript/bin/tsc"), "-p", project], { encoding: "utf8" });
  } catch (failed) {
    return String((failed as { stdout?: unknown }).stdout ?? failed);
  }
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dryland-consumer-"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: CLIENT, stdio: "pipe" });
  const [packed] = readdirSync(folder);
  const home = join(folder, "node_modules/@dryland/client");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["xzf", join(folder, packed ?? ""), "--strip-components=1", "-C", home]);
  mkdirSync(join(folder, "node_modules/@types"));
  for (const name of BESIDE) symlinkSync(join(MODULES, name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed package", () => {
  it("holds what is built, its types and its page, and no source", () => {
    const home = join(folder, "node_modules/@dryland/client");
    expect(readdirSync(home).sort()).toEqual(["README.md", "dist", "package.json"]);
    expect(readFileSync(join(home, "dist/index.js"), "utf8")).not.toContain("import.meta.env");
  });

  it("is imported by Node as it is", () => {
    writeFileSync(join(folder, "run.mjs"), RUN);
    const said = execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" });
    const hooks = [
      "useAlerts",
      "useBulkSessionManager",
      "useLink",
      "useLinkPhase",
      "useNow",
      "useOutbox",
      "useSession",
    ];
    expect(JSON.parse(said)).toEqual([
      "function",
      "training:clock",
      false,
      "function",
      [...hooks, "useSessionBroadcast"].sort(),
    ]);
  });

  it.each(["NodeNext", "Bundler"])(
    "is compiled by a strict consumer with %s resolution, and so are the examples of its page",
    (resolution) => {
      writeFileSync(join(folder, "consumer.ts"), CONSUMER);
      writeFileSync(join(folder, "readme.tsx"), readme());
      const module = resolution === "NodeNext" ? "NodeNext" : "ESNext";
      const options = {
        module,
        moduleResolution: resolution,
        target: "ES2022",
        lib: ["ES2022", "DOM", "DOM.Iterable"],
      };
      const strict = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        jsx: "react-jsx",
      };
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions: { ...options, ...strict }, files: ["consumer.ts", "readme.tsx"] }),
      );
      expect(complaints(folder)).toBe("");
    },
  );
});
