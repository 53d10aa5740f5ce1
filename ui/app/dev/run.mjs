/** Runs a TypeScript module of this folder in Node: `node app/dev/run.mjs app/dev/screens.ts`. */

import { resolve } from "node:path";
import { runnerImport } from "vite";

const [module] = process.argv.slice(2);
if (module === undefined) throw new Error("Which module? node app/dev/run.mjs FILE");
const conditions = ["dryland-source", "module", "node", "development|production"];
await runnerImport(resolve(module), {
  configFile: false,
  logLevel: "warn",
  resolve: { conditions },
  ssr: { resolve: { conditions } },
});
