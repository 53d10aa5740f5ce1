import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
const imports = (name: string) =>
  [...readFileSync(`${SRC}/${name}`, "utf8").matchAll(/from "([^"]+)"/g)].map((match) => match[1] ?? "");

describe("the client", () => {
  it.each(files.filter((name) => !name.startsWith("react/")))("%s knows nothing of React or of the hooks", (name) => {
    expect(imports(name).filter((one) => /^react|\/react|^@mantine|\.tsx?$/.test(one))).toEqual([]);
  });

  it("has React in thin adapters only", () => {
    const adapters = files.filter((name) => name.startsWith("react/"));
    expect(adapters.sort()).toEqual(["react/broadcasting.ts", "react/index.ts", "react/watching.ts"]);
    for (const name of adapters) expect(readFileSync(`${SRC}/${name}`, "utf8").split("\n").length).toBeLessThan(60);
  });

  it("depends on two packages", () => {
    const outside = new Set(files.flatMap(imports).filter((one) => !one.startsWith(".") && one !== "react"));
    expect(outside).toEqual(new Set(["idb", "socket.io-client"]));
  });
});
