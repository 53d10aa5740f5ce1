import { defineConfig } from "vitest/config";

const conditions = ["dryland-source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["client/test/**/*.test.ts", "app/test/**/*.test.{ts,tsx}"],
    environment: "node",
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
