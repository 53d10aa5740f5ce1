/**
 * Question: what does a board of 100 tiles of four types at 1 Hz cost in Chromium? Prints the p95 length of a frame, the share of a
 * core that scripting takes, the time until the board can be used, and what axe finds. Needs the built screens.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "playwright-core";
import { openBrowser } from "./browser";
import { makeSession } from "./fakeFloor";
import { startFakeNode } from "./fakeNode";

const STATIC = process.env.SCREENS ?? fileURLToPath(new URL("../../../src/dryland/web/static", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SECONDS = 20;
/** A club's tablet is about four times as slow as the machine that builds the screens. */
const SLOWER = Number(process.env.SLOWER ?? 4);
const TYPES = ["conditioning", "strength", "hybrid", "agility"] as const;

async function cost(client: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await client.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Lengths of all frames in the given time, ms. */
function frameLengths(page: Page, seconds: number): Promise<number[]> {
  return page.evaluate(
    (ms) =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = [];
        const began = performance.now();
        let last = began;
        const step = (now: number) => {
          lengths.push(now - last);
          last = now;
          if (now - began < ms) requestAnimationFrame(step);
          else resolve(lengths.slice(1));
        };
        requestAnimationFrame(step);
      }),
    seconds * 1000,
  );
}

interface Busy {
  /** How long each task of the main thread took, ms. */
  tasks: number[];
  /** What each frame that was made cost the main thread, ms: scripts of the frame, style, layout, paint, layers. */
  frames: number[];
  /** The same as time on the processor: what others on the machine do is not in it. */
  processor: number[];
}

/** What the main thread did: a frame's cost apart from waiting for the screen, which comes every 16.7 ms at best. */
async function busy(client: CDPSession, seconds: number): Promise<Busy> {
  const events: { name: string; dur?: number; tdur?: number; ph: string; tid: number; ts: number }[] = [];
  client.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as typeof events)));
  await client.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"] },
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const done = new Promise<void>((resolve) => client.once("Tracing.tracingComplete", () => resolve()));
  await client.send("Tracing.end");
  await done;
  const main = events.find((event) => event.name === "FireAnimationFrame")?.tid;
  const mine = events.filter((event) => event.tid === main && event.dur !== undefined);
  const tasks = mine.filter((event) => event.name === "RunTask");
  const layers = mine.filter((event) => event.name === "Layerize").map((event) => event.ts);
  const ms = (event: (typeof tasks)[number]) => (event.dur ?? 0) / 1000;
  const framed = tasks.filter((task) => layers.some((ts) => ts >= task.ts && ts <= task.ts + (task.dur ?? 0)));
  return { tasks: tasks.map(ms), frames: framed.map(ms), processor: framed.map(({ tdur = 0 }) => tdur / 1000) };
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function axe(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, "utf8"));
  return page.evaluate(async () => {
    const found = await (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return found.violations.map(
      (one) => `${one.impact} ${one.id} × ${one.nodes.length}: ${one.nodes[0]?.html.slice(0, 140)}`,
    );
  });
}

const startMs = Date.now();
const node = await startFakeNode({
  sessions: TYPES.map((type, at) =>
    makeSession({ sessionId: type, name: type, type, count: 25, offset: at * 25 }, startMs),
  ),
  staticDir: STATIC,
  frameMs: 1_000,
  backfillS: 130,
});
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const opened = Date.now();
  await page.goto(`${node.url}/board#token=a.b.c&${TYPES.map((type) => `session=${type}`).join("&")}`);
  await page.waitForFunction(() => document.querySelectorAll(".tile[data-zone='4'], .tile[data-zone='5']").length > 20);
  console.log(`usable after ${Date.now() - opened} ms from a cold start, on a processor ${SLOWER} times as slow`);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.waitForTimeout(3_000);
  const before = await cost(client);
  const lengths = await frameLengths(page, SECONDS);
  const after = await cost(client);
  const spent = (name: string) => (((after[name] ?? 0) - (before[name] ?? 0)) / SECONDS) * 100;
  console.log(
    `frames: ${lengths.length}, p50 ${percentile(lengths, 0.5).toFixed(1)} ms, p95 ${percentile(lengths, 0.95).toFixed(1)} ms, max ${Math.max(...lengths).toFixed(1)} ms`,
  );
  console.log(
    `of a core: script ${spent("ScriptDuration").toFixed(1)} %, layout ${spent("LayoutDuration").toFixed(1)} %, style ${spent("RecalcStyleDuration").toFixed(1)} %, all tasks ${spent("TaskDuration").toFixed(1)} %`,
  );
  const { tasks, frames, processor } = await busy(client, 25);
  console.log(
    `main-thread tasks: ${tasks.length}, p95 ${percentile(tasks, 0.95).toFixed(2)} ms, p99 ${percentile(tasks, 0.99).toFixed(2)} ms, max ${Math.max(...tasks).toFixed(1)} ms, over 16 ms: ${tasks.filter((one) => one > 16).length}`,
  );
  console.log(
    `cost of a frame that was made: ${frames.length}, p50 ${percentile(frames, 0.5).toFixed(1)} ms, p95 ${percentile(frames, 0.95).toFixed(1)} ms, max ${Math.max(...frames).toFixed(1)} ms`,
  );
  console.log(
    `of that on the processor: p50 ${percentile(processor, 0.5).toFixed(1)} ms, p95 ${percentile(processor, 0.95).toFixed(1)} ms, max ${Math.max(...processor).toFixed(1)} ms, together ${processor.reduce((all, one) => all + one, 0).toFixed(0)} ms in 25 s`,
  );
  for (const scheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(500);
    console.log(`axe, ${scheme}:`, await axe(page));
  }
} finally {
  await browser.close();
  await node.close();
}
