/**
 * Fails the build when the script a first visit must load grows over its budget.
 * First load: the named entry and lazy routes, and everything both import statically.
 */

import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

export interface BudgetOptions {
  limitBytes: number;
  /** Names of the chunks that the first screen needs: the entry and its lazy routes. */
  routes: readonly string[];
}

interface Chunk {
  type: "chunk";
  fileName: string;
  name: string;
  imports: string[];
  code: string;
}

/** Every chunk that `roots` pull in statically, themselves included. */
export function reachable(chunks: ReadonlyMap<string, Pick<Chunk, "imports">>, roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...(chunks.get(name)?.imports ?? []));
  }
  return seen;
}

export function firstLoadBudget(options: BudgetOptions): Plugin {
  return {
    name: "first-load-budget",
    apply: "build",
    generateBundle(_output, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const item of Object.values(bundle)) if (item.type === "chunk") chunks.set(item.fileName, item as Chunk);
      const missing = options.routes.filter((route) => ![...chunks.values()].some((chunk) => chunk.name === route));
      if (missing.length > 0) this.error(`No chunk is called ${missing.join(", ")}: the budget would measure nothing.`);
      const first = [...chunks.values()].filter((chunk) => options.routes.includes(chunk.name));
      const loaded = [
        ...reachable(
          chunks,
          first.map((chunk) => chunk.fileName),
        ),
      ];
      const bytes = loaded.reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? "").byteLength, 0);
      const words = `First load: ${bytes} B of script (gzip) in ${loaded.length} files; limit ${options.limitBytes} B.`;
      if (bytes > options.limitBytes) this.error(words);
      else this.info(words);
    },
  };
}
