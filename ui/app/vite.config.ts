import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { firstLoadBudget } from "./dev/firstLoadBudget";
import { precache } from "./dev/precache";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The node that the development server talks to. */
const NODE = process.env.NODE_URL ?? "http://127.0.0.1:8000";

/** First load of script, gzip. Above it the build fails. */
const FIRST_LOAD_LIMIT_BYTES = 250_000;

export default defineConfig({
  root: here("."),
  base: "/",
  resolve: { conditions: ["dryland-source", ...defaultClientConditions] },
  plugins: [
    react(),
    firstLoadBudget({ limitBytes: FIRST_LOAD_LIMIT_BYTES, routes: ["index", "BoardScreen"] }),
    precache({ source: here("worker/sw.js"), publicDir: here("public") }),
  ],
  build: {
    outDir: here("../../src/dryland/web/static"),
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: here("index.html"), apiDocs: here("api-docs.html") } },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/socket.io": { target: NODE, ws: true }, "/api": { target: NODE } },
  },
});
