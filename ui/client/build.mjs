/** Builds what the package holds: one module for each entry, and types that resolve under every module setting. */

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const tsc = fileURLToPath(import.meta.resolve("typescript/package.json")).replace("package.json", "bin/tsc");

rmSync(dist, { recursive: true, force: true });
await build({
  configFile: false,
  logLevel: "warn",
  root: here,
  build: {
    lib: { entry: { index: join(here, "src/index.ts"), react: join(here, "src/react/index.ts") }, formats: ["es"] },
    outDir: dist,
    target: "es2022",
    minify: false,
    rolldownOptions: { external: ["idb", "socket.io-client", "react"] },
  },
});
execFileSync(process.execPath, [tsc, "-p", join(here, "tsconfig.build.json")], { stdio: "inherit" });

/** Node's own resolution wants whole file names, also in types. */
const named = (file, path) => {
  const full = resolve(dirname(file), path);
  return existsSync(`${full}.d.ts`) ? `${path}.js` : `${path}/index.js`;
};
for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".d.ts")) continue;
  const file = join(dist, name);
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/(from |import\()"(\.[^"]*)"/g, (_match, lead, path) => `${lead}"${named(file, path)}"`),
  );
}
