// @vitest-environment jsdom
import "./dom";
import { MantineProvider } from "@mantine/core";
import { act, render, screen, waitFor } from "@testing-library/react";
import { MemoryRouter, Route, Routes } from "react-router";
import { beforeEach, describe, expect, it } from "vitest";
import { AccountContext } from "../src/shared/AccountContext";
import type { Account, AccountState, Me } from "../src/shared/account";
import { I18n } from "../src/shared/i18n/I18n";
import { Gate } from "../src/shared/shell/Gate";

const anna: Me = { userId: "u", role: "trainer", orgId: "o", name: "Anna Berg" };

function openedBy(first: AccountState) {
  let state = first;
  const listeners = new Set<() => void>();
  const account = {
    state: () => state,
    onState: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Account;
  render(
    <MantineProvider>
      <I18n>
        <AccountContext.Provider value={account}>
          <MemoryRouter initialEntries={["/board"]}>
            <Routes>
              <Route path="/sign-in" element={<p>sign in</p>} />
              <Route
                path="*"
                element={
                  <Gate isFor={({ role }) => role === "trainer"}>
                    <p>the floor</p>
                  </Gate>
                }
              />
            </Routes>
          </MemoryRouter>
        </AccountContext.Provider>
      </I18n>
    </MantineProvider>,
  );
  return (next: AccountState) =>
    act(() => {
      state = next;
      for (const listener of listeners) listener();
    });
}

describe("a screen that is opened while the server is away", () => {
  beforeEach(() => window.localStorage.clear());
  const away = (before: Me | null): AccountState => ({ kind: "unknown", reached: false, before });

  it("shows what it has to whoever was in on this device before, and stays when the server says the same", async () => {
    const step = openedBy(away(anna));
    expect(await screen.findByText("the floor")).toBeDefined();
    step({ kind: "in", me: anna, token: "t", expiresAtMs: 0, by: "cookie" });
    expect(screen.getByText("the floor")).toBeDefined();
  });

  it("leads to the sign-in when the server is back and says that it is over", async () => {
    const step = openedBy(away(anna));
    step({ kind: "out", refused: true });
    await waitFor(() => expect(screen.getByText("sign in")).toBeDefined());
  });

  it("is for those only for whom it was", () => {
    openedBy(away({ ...anna, role: "player" }));
    expect(screen.queryByText("the floor")).toBeNull();
  });

  it("waits when nobody was in", () => {
    openedBy(away(null));
    expect(screen.queryByText("the floor")).toBeNull();
    expect(screen.queryByText("sign in")).toBeNull();
  });
});
