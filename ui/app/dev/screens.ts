/**
 * Takes pictures of the board in its states, sizes and schemes against the made-up floor, for people to look at.
 * Needs the built screens. Writes to `build/screens/`.
 */

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "./browser";
import { makeSession, type SessionDraft } from "./fakeFloor";
import { type FakeNode, startFakeNode } from "./fakeNode";

const STATIC = fileURLToPath(new URL("../../../src/dryland/web/static", import.meta.url));
const OUT = fileURLToPath(new URL("../../../build/screens", import.meta.url));

const SIZES = {
  tablet: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  wide: { width: 1920, height: 1080 },
} as const;
type Size = keyof typeof SIZES;
type Scheme = "dark" | "light";

interface Scene {
  name: string;
  drafts: SessionDraft[];
  sizes: Size[];
  schemes: Scheme[];
  locale?: string;
  token?: boolean;
  refuse?: string;
  act?(page: Page, node: FakeNode): Promise<void>;
}

const one = (count: number): SessionDraft[] => [{ sessionId: "a", name: "VO₂max 4 × 4 min", count }];
const four: SessionDraft[] = [
  { sessionId: "a", name: "VO₂max 4 × 4", count: 8 },
  { sessionId: "b", name: "Bike tempo", count: 6, offset: 8 },
  { sessionId: "c", name: "Recovery spin", count: 5, offset: 14, status: "paused" },
  { sessionId: "d", name: "Rower sprints", count: 5, offset: 19, status: "scheduled" },
];

const types: SessionDraft[] = [
  { sessionId: "a", name: "VO₂max 4 × 4 min", count: 7, bundleId: "tuesday" },
  { sessionId: "b", name: "Lower body, heavy", count: 6, offset: 7, type: "strength", bundleId: "tuesday" },
  { sessionId: "c", name: "Squat, sprint, circuit", count: 6, offset: 13, type: "hybrid", bundleId: "tuesday" },
  { sessionId: "d", name: "Change of direction", count: 5, offset: 19, type: "agility", bundleId: "tuesday" },
];

const openPanel = async (page: Page): Promise<void> => {
  await page.locator(".tile").first().click();
  await page.locator(".panel-big").waitFor();
};

const SCENES: Scene[] = [
  { name: "board-24", drafts: one(24), sizes: ["tablet", "phone", "wide"], schemes: ["dark", "light"] },
  {
    name: "board-24-panel",
    drafts: one(24),
    sizes: ["tablet", "phone", "wide"],
    schemes: ["dark", "light"],
    act: openPanel,
  },
  { name: "board-100", drafts: one(100), sizes: ["tablet", "wide"], schemes: ["dark", "light"] },
  { name: "board-1", drafts: one(1), sizes: ["tablet", "phone"], schemes: ["dark"] },
  { name: "board-6", drafts: one(6), sizes: ["tablet"], schemes: ["dark"] },
  { name: "board-four", drafts: four, sizes: ["tablet", "wide", "phone"], schemes: ["dark", "light"], locale: "sv-SE" },
  { name: "board-types", drafts: types, sizes: ["tablet", "wide", "phone"], schemes: ["dark", "light"] },
  { name: "board-empty", drafts: one(0), sizes: ["tablet"], schemes: ["dark", "light"] },
  {
    name: "board-planned",
    drafts: [{ sessionId: "a", name: "VO₂max 4 × 4 min", count: 12, status: "scheduled" }],
    sizes: ["tablet"],
    schemes: ["dark"],
  },
  {
    name: "board-emergency",
    drafts: [
      {
        sessionId: "a",
        name: "VO₂max 4 × 4 min",
        count: 12,
        status: "paused",
        bundleId: "bundle",
        emergency: { by: "Anna Berg", at: new Date().toISOString(), reason: "Player down at bike 4." },
      },
    ],
    sizes: ["tablet"],
    schemes: ["dark", "light"],
  },
  {
    name: "board-offline",
    drafts: one(24),
    sizes: ["tablet", "phone"],
    schemes: ["dark", "light"],
    act: async (page, node) => {
      await node.close();
      await page.waitForTimeout(13_000);
    },
  },
  { name: "board-refused", drafts: one(4), sizes: ["tablet"], schemes: ["dark"], refuse: "UNAUTHENTICATED" },
  { name: "entry", drafts: one(4), sizes: ["tablet", "phone"], schemes: ["dark", "light"], token: false },
  {
    name: "picker",
    drafts: four,
    sizes: ["tablet"],
    schemes: ["dark", "light"],
    act: async (page) => {
      await page.locator(".picker").waitFor();
    },
  },
];

async function shoot(browser: Browser, scene: Scene, size: Size, scheme: Scheme): Promise<void> {
  const startMs = Date.now();
  const node = await startFakeNode({
    sessions: scene.drafts.map((draft) => makeSession(draft, startMs)),
    staticDir: STATIC,
    frameMs: 1_000,
    backfillS: 420,
    ...(scene.refuse === undefined ? {} : { refuse: scene.refuse }),
  });
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: scheme,
    locale: scene.locale ?? "en-GB",
    timezoneId: "Europe/Stockholm",
  });
  const page = await context.newPage();
  const ids = scene.name === "picker" ? [] : scene.drafts.map((draft) => `session=${draft.sessionId}`);
  const fragment = scene.token === false ? "" : `#${["token=a.b.c", ...ids].join("&")}`;
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`${node.url}/board${fragment}`);
  await page.waitForTimeout(2_600);
  await scene.act?.(page, node);
  await page.waitForTimeout(1_200);
  await page.screenshot({ path: `${OUT}/${scene.name}-${size}-${scheme}.png` });
  await context.close();
  if (scene.name !== "board-offline") await node.close();
  if (faults.length > 0) throw new Error(`${scene.name}: ${faults.join("; ")}`);
}

mkdirSync(OUT, { recursive: true });
const wanted = process.env.SCENES?.split(",");
const browser = await openBrowser();
try {
  for (const scene of SCENES) {
    if (wanted !== undefined && !wanted.includes(scene.name)) continue;
    for (const size of scene.sizes) for (const scheme of scene.schemes) await shoot(browser, scene, size, scheme);
    console.log(scene.name);
  }
} finally {
  await browser.close();
}
