/**
 * Takes pictures of the board in its states, sizes and schemes against the made-up floor, for people to look at.
 * Needs the built screens. Writes to `build/screens/`.
 */

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { EVENTS } from "../../client/src/generated/contract";
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

const iso = (): string => new Date().toISOString();
const recorded = { bundleId: "tuesday", eventId: "event-0001", seq: 1, epoch: "b1" };

/** What a node would tell of a bundle. */
const tellBundle = async (page: Page, node: FakeNode): Promise<void> => {
  node.emit(EVENTS.BULK_SESSION_CREATED, {
    ...recorded,
    bundleName: "Tuesday dryland",
    totalParticipants: 24,
    sessions: types.map(({ sessionId, name, type }) => ({
      sessionId,
      name,
      workoutType: type ?? "conditioning",
      participantIds: [],
      resources: { equipment: [], ...(sessionId === "d" ? { capacity: 5, facilityName: "Court" } : {}) },
    })),
  });
  node.emit(EVENTS.RESOURCE_UPDATE, {
    at: iso(),
    facilities: [
      { name: "Gym", capacity: 14, assigned: 12, present: 12 },
      { name: "Bike room", capacity: 8, assigned: 7, present: 6 },
      { name: "Court", capacity: 5, assigned: 5, present: 5 },
    ],
    equipment: [
      { type: "bike", total: 12, inUse: 10, outOfService: 1 },
      { type: "rack", total: 6, inUse: 6, outOfService: 0 },
    ],
  });
  node.emit(EVENTS.AGGREGATE_METRICS_BROADCAST, {
    bundleId: "tuesday",
    at: iso(),
    aggregatedMetrics: {
      totalParticipants: 24,
      activeParticipants: 24,
      completedParticipants: 0,
      averageProgress: 41,
      averageHeartRate: 152,
      totalCaloriesBurned: 4_310,
      byWorkoutType: {},
      resourceUtilization: { facilities: 90, equipment: 84 },
    },
  });
  await page.waitForTimeout(400);
};

const tellStop = async (page: Page, node: FakeNode): Promise<void> => {
  await tellBundle(page, node);
  node.emit(EVENTS.BULK_OPERATION_STATUS, {
    ...recorded,
    operationId: "stop-1",
    operation: "emergency_stop_all",
    status: "partially_completed",
    progress: { completed: 4, total: 4 },
    affectedSessions: ["a", "b", "c", "d"],
    executedBy: "Anna Berg",
    reachedScreens: 22,
    totalScreens: 24,
    unreachedScreens: [{ name: "Bike 4" }, { name: "Rack 2" }],
  });
  await page.waitForTimeout(400);
};

const alert = (alertId: string, type: string, severity: string, more: object) => ({
  eventId: `event-${alertId}`,
  alertId,
  type,
  severity,
  since: new Date(Date.now() - 40_000).toISOString(),
  evidence: { rule: "made up", inputs: {} },
  ...more,
});

const tellAlerts = async (page: Page, node: FakeNode): Promise<void> => {
  await tellBundle(page, node);
  const raise = (payload: object) => node.emit(EVENTS.ALERT_RAISED, payload);
  raise(alert("1", "injury_risk", "medium", { playerId: "p9", message: "Knee, pain 6 of 10, left side." }));
  raise(alert("2", "signal_lost", "low", { playerId: "p6", message: "Nothing heard for 50 s." }));
  raise(alert("3", "signal_lost", "low", { playerId: "p7", message: "Nothing heard for 34 s." }));
  raise(alert("4", "help_requested", "high", { playerId: "p21", message: "Help was pressed on the court." }));
  await page.waitForTimeout(400);
};

const stoppedAt = { by: "Anna Berg", at: iso(), reason: "Player down at bike 4." };
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
  {
    name: "board-types",
    drafts: types,
    sizes: ["tablet", "wide", "phone"],
    schemes: ["dark", "light"],
    act: tellBundle,
  },
  {
    name: "board-stopped",
    drafts: types.map((draft) => ({ ...draft, status: "paused", emergency: stoppedAt })),
    sizes: ["tablet", "phone"],
    schemes: ["dark", "light"],
    act: tellStop,
  },
  {
    name: "board-move",
    drafts: types,
    sizes: ["tablet", "wide", "phone"],
    schemes: ["dark", "light"],
    act: async (page, node) => {
      await tellBundle(page, node);
      await page.locator(".tile").first().click();
      await page.locator(".panel-big").waitFor();
    },
  },
  {
    name: "board-alerts",
    drafts: types,
    sizes: ["tablet", "wide", "phone"],
    schemes: ["dark", "light"],
    act: tellAlerts,
  },
  {
    name: "board-before",
    drafts: types.map((draft) => ({ ...draft, status: "scheduled" })),
    sizes: ["tablet", "phone"],
    schemes: ["dark"],
    act: tellBundle,
  },
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
