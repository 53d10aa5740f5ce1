// @vitest-environment jsdom
import "./dom";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AGAIN_WITHIN_MS, HOLD_MS, HoldButton, SAID_FOR_MS } from "../src/shared/HoldButton";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function show(disabled = false) {
  const onDone = vi.fn();
  render(
    <HoldButton again="Again to end" hint="Hold" disabled={disabled} onDone={onDone}>
      End
    </HoldButton>,
  );
  return { onDone, button: screen.getByRole("button") };
}
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

describe("a button that must be held", () => {
  it("fires when held for 1.5 s, once", () => {
    const { onDone, button } = show();
    fireEvent.pointerDown(button);
    pass(HOLD_MS - 1);
    expect(onDone).not.toHaveBeenCalled();
    pass(1);
    fireEvent.pointerUp(button);
    pass(10_000);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it.each([["pointerUp"], ["pointerLeave"], ["pointerCancel"]] as const)("does nothing after an early %s", (end) => {
    const { onDone, button } = show();
    fireEvent.pointerDown(button);
    pass(HOLD_MS - 10);
    fireEvent[end](button);
    pass(10_000);
    expect(onDone).not.toHaveBeenCalled();
  });

  it("says how it is meant when it is let go early, for three seconds", () => {
    const { button } = show();
    fireEvent.pointerDown(button);
    fireEvent.pointerUp(button);
    expect(screen.getByRole("status").textContent).toBe("Hold");
    pass(SAID_FOR_MS);
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("takes two presses within 4 s on the keyboard", () => {
    const { onDone, button } = show();
    fireEvent.keyDown(button, { key: "Enter" });
    expect(button.textContent).toBe("Again to end");
    pass(AGAIN_WITHIN_MS - 1);
    fireEvent.keyDown(button, { key: "Enter" });
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("forgets the first press after 4 s, and takes no key that is held down", () => {
    const { onDone, button } = show();
    fireEvent.keyDown(button, { key: " " });
    fireEvent.keyDown(button, { key: " ", repeat: true });
    expect(onDone).not.toHaveBeenCalled();
    pass(AGAIN_WITHIN_MS);
    expect(button.textContent).toBe("End");
    fireEvent.keyDown(button, { key: " " });
    expect(onDone).not.toHaveBeenCalled();
  });

  it("is dead when disabled", () => {
    const { onDone, button } = show(true);
    fireEvent.pointerDown(button);
    fireEvent.keyDown(button, { key: "Enter" });
    fireEvent.keyDown(button, { key: "Enter" });
    pass(10_000);
    expect(onDone).not.toHaveBeenCalled();
  });
});
