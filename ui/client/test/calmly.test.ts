import { afterEach, describe, expect, it, vi } from "vitest";
import { calmly } from "../src/calmly";
import { createEmitter } from "../src/emitter";

afterEach(() => vi.useRealTimers());

describe("a calm subscription", () => {
  it("tells of a burst once, and of the last news always", () => {
    vi.useFakeTimers();
    const news = createEmitter<void>();
    const heard = vi.fn();
    calmly((listener) => news.on(listener))(heard);
    for (let fact = 0; fact < 500; fact += 1) news.emit();
    expect(heard).not.toHaveBeenCalled();
    vi.advanceTimersByTime(16);
    expect(heard).toHaveBeenCalledTimes(1);
    news.emit();
    vi.advanceTimersByTime(16);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("tells nothing after its end", () => {
    vi.useFakeTimers();
    const news = createEmitter<void>();
    const heard = vi.fn();
    const end = calmly((listener) => news.on(listener))(heard);
    news.emit();
    end();
    vi.advanceTimersByTime(100);
    expect(heard).not.toHaveBeenCalled();
  });
});
