// @vitest-environment jsdom
import "./dom";
import { createEmitter, EVENTS, type PreflightCheck, type TrainingSessionState } from "@dryland/client";
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSession } from "../dev/fakeFloor";
import { type FakeNode, startFakeNode } from "../dev/fakeNode";
import { Preflight } from "../src/features/board/bundle/Preflight";
import { useOrders } from "../src/features/board/bundle/useOrders";
import { BoardToolsProvider } from "../src/features/board/context";
import { createPaintQueue } from "../src/features/board/paintQueue";
import { type Api, createApi } from "../src/shared/api";
import { createFloor, type Floor } from "../src/shared/floor";
import { I18n } from "../src/shared/i18n/I18n";

const BUNDLE = "tuesday";
const BIKES = { exercises: [], warmup: null };
let node: FakeNode;
let floor: Floor;

/** What the node finds before the start, by what it was told: nothing else makes a red line go. */
let found: (received: FakeNode["received"]) => readonly PreflightCheck[];
let starters: readonly { workoutType: string; plan: unknown }[];

const api: Api = {
  ...createApi({ bearer: () => "t", renew: async () => false }),
  get: async <Answer,>(path: string) =>
    (path === "/api/plan-starters" ? { plans: starters } : found(node.received)) as Answer,
};

function Before({ states }: { states: readonly TrainingSessionState[] }) {
  const ways = { addPlayers: () => undefined, showCode: () => undefined };
  return <Preflight bundleId={BUNDLE} orders={useOrders(BUNDLE)} ways={ways} states={states} />;
}

async function show(): Promise<void> {
  const session = makeSession({ sessionId: "a", name: "Bikes", count: 6, bundleId: BUNDLE }, Date.now());
  node = await startFakeNode({ sessions: [session], frameMs: 0 });
  floor = createFloor({ url: node.url, token: "t", store: window.sessionStorage });
  const { link, bundles } = floor;
  const tools = { queue: createPaintQueue(), ticks: createEmitter<number>(), alarms: { current: new Set<string>() } };
  render(
    <MantineProvider>
      <MemoryRouter>
        <I18n>
          <BoardToolsProvider value={{ ...tools, link, bundles, api, say: (id) => id, touchedAtMs: () => 0 }}>
            <Before states={[session.state]} />
          </BoardToolsProvider>
        </I18n>
      </MemoryRouter>
    </MantineProvider>,
  );
}

const red = (kind: PreflightCheck["kind"], fix: PreflightCheck["fix"], more: Partial<PreflightCheck> = {}) =>
  ({ kind, sessionId: "a", passed: false, words: "", fix, ...more }) as PreflightCheck;
const heard = (event: string) => node.received.filter((one) => one.event === event);

beforeEach(() => {
  window.sessionStorage.clear();
  starters = [{ workoutType: "conditioning", plan: BIKES }];
});
afterEach(async () => {
  floor.close();
  await node.close();
});

describe("a red line before the start", () => {
  it("of a session without a plan: one tap gives it the standard plan of its kind, and the line goes", async () => {
    found = (received) =>
      received.some(({ event }) => event === EVENTS.SESSION_PLAN) ? [] : [red("plan", "give_plan")];
    await show();
    fireEvent.click(await screen.findByRole("button", { name: "Give it a standard plan: Bikes" }));
    expect(await screen.findByText("Ready to start")).toBeDefined();
    expect(heard(EVENTS.SESSION_PLAN)).toMatchObject([{ payload: { sessionId: "a", plan: BIKES } }]);
  });

  it("of a kind for which there is no standard plan: says so and what to do, and sends nothing", async () => {
    starters = [{ workoutType: "strength", plan: BIKES }];
    found = () => [red("plan", "give_plan")];
    await show();
    fireEvent.click(await screen.findByRole("button", { name: "Give it a standard plan: Bikes" }));
    expect((await screen.findByRole("status")).textContent).toBe(
      "There is no standard plan of this kind. Make one under Plan.",
    );
    expect(heard(EVENTS.SESSION_PLAN)).toEqual([]);
  });

  it("of too few places: one tap rebalances the bundle, and the line goes", async () => {
    const ordered = EVENTS.BULK_OPERATION_STATUS;
    found = (received) => (received.some(({ event }) => event === ordered) ? [] : [red("capacity", "rebalance")]);
    await show();
    fireEvent.click(await screen.findByRole("button", { name: "Rebalance now: Bikes" }));
    expect(await screen.findByText("Ready to start")).toBeDefined();
    expect(heard(ordered)).toMatchObject([{ payload: { bundleId: BUNDLE, operation: "rebalance_participants" } }]);
  });

  it("of silent straps: one tap tells those who are meant, and the button says that it did", async () => {
    found = () => [red("signal", "pair_sensor", { playerIds: ["p1", "p2"] })];
    await show();
    fireEvent.click(await screen.findByRole("button", { name: "Tell them: Bikes" }));
    expect(await screen.findByRole("button", { name: "Told: Bikes" })).toBeDefined();
    expect(heard(EVENTS.SESSION_MESSAGE)).toMatchObject([{ payload: { targetPlayers: ["p1", "p2"] } }]);
  });

  it("shows what would hold the start first, counts the rest, and shows that when asked", async () => {
    found = () => [
      red("signal", "pair_sensor"),
      red("screens", "open_screen"),
      red("plan", "give_plan", { blocking: true }),
    ];
    await show();
    const lines = async () => (await screen.findAllByRole("listitem")).map((line) => line.textContent);
    expect((await lines())[0]).toContain("Bikes has no plan");
    expect(await lines()).toHaveLength(3);
    fireEvent.click(screen.getByRole("button", { name: "and 1 more" }));
    await waitFor(async () => expect(await lines()).toHaveLength(4));
    expect(screen.getByText(/No screen shows Bikes/)).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Show fewer" }));
    await waitFor(async () => expect(await lines()).toHaveLength(3));
  });
});
