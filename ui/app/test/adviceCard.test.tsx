// @vitest-environment jsdom
import "./dom";
import "fake-indexeddb/auto";
import { createOutbox, EVENTS, type PlayerSessionStatus } from "@dryland/client";
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSession } from "../dev/fakeFloor";
import { type FakeNode, startFakeNode } from "../dev/fakeNode";
import { AdviceCard } from "../src/features/player/AdviceCard";
import type { Kit } from "../src/shared/athlete/kit";
import { createSetBook } from "../src/shared/athlete/setBook";
import { createFloor } from "../src/shared/floor";
import { I18n } from "../src/shared/i18n/I18n";

const HOLDER = { name: "Elin", playerId: "p1", sessionId: "a", isStation: false };
let node: FakeNode;
let kit: Kit;
let me: PlayerSessionStatus;

/** A phone of its own: what an earlier test kept is not on it. */
function openPhone(name: string): void {
  const floor = createFloor({ url: node.url, token: "t", store: window.localStorage });
  const outbox = createOutbox({ link: floor.link, name });
  const book = createSetBook({ outbox, sessionId: "a", nowMs: floor.link.serverNowMs, store: window.localStorage });
  const close = () => {
    book.close();
    outbox.close();
    floor.close();
  };
  kit = { floor, session: floor.session("a"), outbox, book, holder: HOLDER, close };
}

beforeEach(async ({ task }) => {
  const session = makeSession({ sessionId: "a", name: "Bikes", count: 2 }, Date.now());
  const [first] = session.state.players;
  if (first === undefined) throw new Error("nobody is in the session");
  me = first;
  node = await startFakeNode({ sessions: [session], frameMs: 0 });
  openPhone(task.id);
});
afterEach(async () => {
  kit.close();
  await node.close();
});

const card = (player: PlayerSessionStatus) => (
  <MantineProvider>
    <I18n>
      <AdviceCard kit={kit} me={player} />
    </I18n>
  </MantineProvider>
);
const show = (player = me) => render(card(player));
const answers = () => node.received.filter(({ event }) => event === EVENTS.ADVICE_DECISION);

describe("advice on the phone", () => {
  it("says what would change, and only that", () => {
    show();
    expect(screen.getByRole("region", { name: "Advice for your next interval" }).textContent).toMatch(
      /^5 % easier · rest 30 s/,
    );
  });

  it.each([
    ["Yes", "accepted", "Yes, that is what you do."],
    ["No", "refused", "No, you keep the plan."],
  ] as const)(
    "takes %s with one tap, tells the floor by the advice's own name, and asks no more",
    async (word, verdict, said) => {
      show();
      fireEvent.click(screen.getByRole("button", { name: word }));
      expect((await screen.findByRole("status")).textContent).toBe(said);
      for (const asked of ["Yes", "No"]) expect(screen.queryByRole("button", { name: asked })).toBeNull();
      await waitFor(() => expect(answers()).toHaveLength(1));
      expect(answers()[0]?.payload).toMatchObject({ sessionId: "a", playerId: "p1", adviceId: "advice-0", verdict });
    },
  );

  it("keeps an answer that is given without a network", async () => {
    await node.close();
    show();
    fireEvent.click(screen.getByRole("button", { name: "Yes" }));
    expect((await screen.findByRole("status")).textContent).toBe("Yes, that is what you do.");
    expect(kit.outbox.state().waiting).toBe(1);
  });

  it("asks again for the next advice, not for the one that was answered", async () => {
    const { recommendations } = me;
    if (recommendations === undefined) throw new Error("nothing is advised");
    const { rerender } = show();
    fireEvent.click(screen.getByRole("button", { name: "No" }));
    await screen.findByRole("status");
    rerender(card({ ...me, recommendations: { ...recommendations, adviceId: "advice-next" } }));
    expect(screen.getByRole("button", { name: "Yes" })).toBeDefined();
  });

  it("is silent where nothing would change, and where nothing is advised", () => {
    const { recommendations, ...plain } = me;
    const { rerender } = show(plain);
    if (recommendations === undefined) throw new Error("nothing is advised");
    expect(screen.queryByRole("region")).toBeNull();
    rerender(card({ ...me, recommendations: { ...recommendations, intensityAdjustment: 0, recoveryNeeded: 0 } }));
    expect(screen.queryByRole("region")).toBeNull();
  });
});
