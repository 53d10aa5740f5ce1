import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const routes = [...read("../src/App.tsx").matchAll(/<Route path="([^"]+)"/g)].flatMap(([, path]) => path ?? []);

describe("the table of routes", () => {
  it("is about routes that were found", () => {
    expect(routes.length).toBeGreaterThan(20);
  });

  it.each(routes.filter((path) => path !== "*"))("names %s and who sees it", (path) => {
    expect(read("../../README.md")).toContain(`\`${path}\``);
  });
});
