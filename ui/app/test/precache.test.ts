import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { workerText } from "../dev/precache";
import { type Registration, watchForNewer } from "../src/shared/installed";

const SOURCE = readFileSync(fileURLToPath(new URL("../worker/sw.js", import.meta.url)), "utf8");
const files = (text: string) =>
  new Map([
    ["index.html", "<html>"],
    ["assets/a.js", text],
  ]);

describe("the service worker's text", () => {
  it("lists every file, the shell as /", () => {
    expect(workerText(SOURCE, files("1"))).toContain('const FILES = ["/assets/a.js","/"]');
  });

  it("is the same for the same build, and another for any change", () => {
    expect(workerText(SOURCE, files("1"))).toBe(workerText(SOURCE, files("1")));
    expect(workerText(SOURCE, files("1"))).not.toBe(workerText(SOURCE, files("2")));
    expect(workerText(SOURCE, files("1"))).not.toContain("__");
  });
});

describe("a newer version", () => {
  function registration() {
    const target = new EventTarget();
    const installing = new EventTarget();
    const state = { waiting: null as object | null };
    const all = { ...state, installing, update: async () => undefined };
    const made = Object.assign(target, all) as unknown as Registration & { waiting: object | null };
    return { made, installing };
  }

  it("is told of when it waits beside the one that runs", () => {
    const { made, installing } = registration();
    const ready = vi.fn();
    watchForNewer(made, () => true, ready);
    (made as unknown as EventTarget).dispatchEvent(new Event("updatefound"));
    expect(ready).not.toHaveBeenCalled();
    Object.assign(made, { waiting: {} });
    installing.dispatchEvent(new Event("statechange"));
    expect(ready).toHaveBeenCalledOnce();
  });

  it("is no news on the first visit", () => {
    const { made } = registration();
    const ready = vi.fn();
    Object.assign(made, { waiting: {} });
    watchForNewer(made, () => false, ready);
    expect(ready).not.toHaveBeenCalled();
  });
});
