// @vitest-environment jsdom
import "./dom";
import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIT, type Fitness } from "../src/features/medic/fitness";
import { Note } from "../src/features/medic/Note";
import { PlanPage } from "../src/features/plan/PlanPage";
import { AccountContext, useAsked } from "../src/shared/AccountContext";
import type { Account, Me } from "../src/shared/account";
import { type Api, Problem } from "../src/shared/api";
import { I18n } from "../src/shared/i18n/I18n";
import { Asking } from "../src/shared/ui/Asking";

const anna: Me = { userId: "u", role: "trainer", orgId: "o", name: "Anna Berg" };
const PLAN = {
  id: "p",
  version: 1,
  name: "Squats",
  workoutType: "agility",
  template: true,
  updatedAt: "2026-01-01T10:00:00Z",
  plan: { drills: [] },
};

/** A server that can be away. */
class Server {
  away = false;
  plan = { ...PLAN };
  readonly saved: { version: number; name: string }[] = [];
  /** What happens to the answer to the next save. */
  answers = true;
  private readonly ask = (path: string): unknown => {
    if (path === "/api/plans/p") return { ...this.plan };
    return path === "/api/plan-starters" ? { plans: [], layouts: [] } : [];
  };
  private readonly save = (given: { version: number; name: string }) => {
    if (given.version !== this.plan.version) throw new Problem("CONFLICT", 409);
    this.saved.push(given);
    this.plan = { ...this.plan, version: given.version + 1, name: given.name };
    if (!this.answers) throw new Problem("NOT_CONNECTED");
    return this.plan;
  };
  private reach<Given>(act: (given: Given) => unknown, given: Given): Promise<unknown> {
    if (this.away) return Promise.reject(new Problem("NOT_CONNECTED"));
    return Promise.resolve().then(() => act(given));
  }
  readonly api = {
    get: (path: string) => this.reach(this.ask, path),
    patch: (_path: string, given: { version: number; name: string }) => this.reach(this.save, given),
  } as unknown as Api;
}

function show(server: Server, screen: React.ReactNode) {
  const state = { kind: "in", me: anna, token: "t", expiresAtMs: 0, by: "cookie" } as const;
  const account = { api: server.api, state: () => state, onState: () => () => undefined } as unknown as Account;
  return render(
    <MantineProvider env="test">
      <I18n>
        <AccountContext.Provider value={account}>
          <MemoryRouter>{screen}</MemoryRouter>
        </AccountContext.Provider>
      </I18n>
    </MantineProvider>,
  );
}

const askName = (api: Api) => api.get<{ name: string }>("/api/plans/p");

function Reading() {
  const asked = useAsked(askName, "tab");
  return <Asking asked={asked}>{({ name }) => <p>{name}</p>}</Asking>;
}

beforeEach(() => {
  window.localStorage.clear();
  window.sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("a page that is opened while the server is away", () => {
  it("is as it was, says so, and catches up by itself", async () => {
    vi.useFakeTimers();
    const server = new Server();
    show(server, <Reading />);
    await later(0);
    expect(screen.getByText("Squats")).toBeDefined();
    cleanup();
    server.away = true;
    show(server, <Reading />);
    await later(0);
    expect(screen.getByText("Squats")).toBeDefined();
    expect(screen.getByRole("status").textContent).toMatch(/This is how it was at \d\d:\d\d/);
    server.away = false;
    server.plan.name = "Squats, heavy";
    await later(5_000);
    expect(screen.getByText("Squats, heavy")).toBeDefined();
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("says that nothing of it is here, and opens by itself", async () => {
    vi.useFakeTimers();
    const server = new Server();
    server.away = true;
    show(server, <Reading />);
    await later(0);
    expect(screen.getByRole("alert").textContent).toContain("nothing of this page was kept");
    server.away = false;
    await later(5_000);
    expect(screen.getByText("Squats")).toBeDefined();
  });

  it("does not wait without a word for a server that says nothing", async () => {
    vi.useFakeTimers();
    const silent = new Server();
    silent.api.get = () => new Promise(() => undefined);
    show(silent, <Reading />);
    await later(10_000);
    expect(screen.getByRole("alert").textContent).toContain("The server does not answer");
  });
});

const nameField = async () => (await screen.findByLabelText("Name")) as HTMLInputElement;
const write = async (name: string) => fireEvent.change(await nameField(), { target: { value: name } });
const save = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));

describe("what is typed into a plan", () => {
  it("is still there after the page was left, and can be discarded", async () => {
    const server = new Server();
    show(server, <PlanPage planId="p" />);
    await write("Lunges");
    cleanup();
    show(server, <PlanPage planId="p" />);
    expect((await nameField()).value).toBe("Lunges");
    expect(server.saved).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Discard them" }));
    expect((await nameField()).value).toBe("Squats");
    cleanup();
    show(server, <PlanPage planId="p" />);
    expect((await nameField()).value).toBe("Squats");
  });

  it("is nothing while the page is only read, however often it is asked for", async () => {
    vi.useFakeTimers();
    const server = new Server();
    show(server, <PlanPage planId="p" />);
    await later(0);
    cleanup();
    server.away = true;
    show(server, <PlanPage planId="p" />);
    await later(11_000);
    expect(screen.getByText("You can read it.", { exact: false })).toBeDefined();
    expect(screen.getByText("Saved")).toBeDefined();
    expect(screen.queryByText("Not saved")).toBeNull();
  });

  it("waits when the server is away, also over a restart, and is saved on return", async () => {
    const server = new Server();
    show(server, <PlanPage planId="p" />);
    await write("Lunges");
    server.away = true;
    save();
    expect(await screen.findByText(/are saved by themselves/)).toBeDefined();
    cleanup();
    server.away = false;
    show(server, <PlanPage planId="p" />);
    expect(await screen.findByRole("heading", { name: "Lunges" })).toBeDefined();
    expect(server.saved).toMatchObject([{ version: 1, name: "Lunges" }]);
    expect(screen.queryByText(/are saved by themselves/)).toBeNull();
    expect(Object.keys(window.localStorage).filter((key) => key.includes("draft"))).toEqual([]);
  });

  it("is saved once when the answer to it was lost", async () => {
    const server = new Server();
    show(server, <PlanPage planId="p" />);
    await write("Lunges");
    server.answers = false;
    save();
    expect(await screen.findByText(/are saved by themselves/)).toBeDefined();
    cleanup();
    show(server, <PlanPage planId="p" />);
    expect(await screen.findByRole("heading", { name: "Lunges" })).toBeDefined();
    await waitFor(() => expect(screen.queryByText(/are saved by themselves/)).toBeNull());
    expect(screen.queryByText(/Somebody else has saved/)).toBeNull();
    expect(server.saved).toHaveLength(1);
  });

  it("stands beside what somebody else saved meanwhile", async () => {
    const server = new Server();
    show(server, <PlanPage planId="p" />);
    await write("Lunges");
    server.away = true;
    save();
    await screen.findByText(/are saved by themselves/);
    cleanup();
    server.away = false;
    server.plan = { ...server.plan, version: 2, name: "Deadlifts" };
    show(server, <PlanPage planId="p" />);
    const conflict = await screen.findByRole("alert");
    expect(conflict.textContent).toContain("Lunges");
    expect(conflict.textContent).toContain("Deadlifts");
    expect(server.saved).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Save mine over it" }));
    expect(await screen.findByRole("heading", { name: "Lunges" })).toBeDefined();
    expect(server.saved).toMatchObject([{ version: 2, name: "Lunges" }]);
  });
});

describe("a note that a medic is writing", () => {
  const note = (fitness: Partial<Fitness>, isKnown: boolean) =>
    show(
      new Server(),
      <Note
        playerId="p"
        fitness={{ ...FIT, ...fitness }}
        isConnected={isKnown}
        isKnown={isKnown}
        onSaved={() => undefined}
      />,
    );
  const field = () => screen.getByRole("textbox") as HTMLTextAreaElement;

  it("stays in this tab while the server is away, and says that the one that stands is not here", () => {
    note({ at: "2026-01-01T10:00:00Z" }, false);
    expect(field().value).toBe("");
    expect(screen.getByText(/Notes are not kept on this device/)).toBeDefined();
    fireEvent.change(field(), { target: { value: "swollen" } });
    cleanup();
    note({ at: "2026-01-01T10:00:00.000Z", notes: "stiff" }, true);
    expect(field().value).toBe("swollen");
    expect(screen.queryByText(/was written meanwhile/)).toBeNull();
    expect(Object.keys(window.localStorage).filter((key) => key.startsWith("dryland:draft"))).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Discard them" }));
    expect(field().value).toBe("stiff");
  });

  it("shows the one that somebody else wrote meanwhile", () => {
    note({ at: "2026-01-01T10:00:00Z", notes: "stiff" }, true);
    fireEvent.change(field(), { target: { value: "swollen" } });
    cleanup();
    note({ at: "2026-01-01T11:00:00Z", notes: "torn" }, true);
    expect(field().value).toBe("swollen");
    expect(screen.getByText(/“torn”/)).toBeDefined();
  });
});
