/**
 * Writes the service worker with the list of what the screens are made of, and a version that follows from its content:
 * the same build is the same worker, any change is a new one.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

export interface PrecacheOptions {
  /** The worker's source, with the words PRECACHE and VERSION to be filled in. */
  source: string;
  /** Files that are copied as they are. */
  publicDir: string;
}

const SHELL = "index.html";

/** The worker's text for these files, by name and content. */
export function workerText(source: string, files: ReadonlyMap<string, string | Uint8Array>): string {
  const hash = createHash("sha256").update(source);
  const names = [...files.keys()].sort();
  for (const name of names) hash.update(name).update(files.get(name) ?? "");
  const list = names.map((name) => (name === SHELL ? "/" : `/${name}`));
  return source
    .replace('"__PRECACHE__"', JSON.stringify(list))
    .replace('"__VERSION__"', JSON.stringify(hash.digest("hex").slice(0, 12)));
}

export function precache(options: PrecacheOptions): Plugin {
  return {
    name: "precache",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_output, bundle) {
        const files = new Map<string, string | Uint8Array>();
        for (const item of Object.values(bundle)) {
          files.set(item.fileName, item.type === "chunk" ? item.code : item.source);
        }
        for (const name of readdirSync(options.publicDir)) {
          files.set(name, readFileSync(join(options.publicDir, name)));
        }
        const source = workerText(readFileSync(options.source, "utf8"), files);
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}
