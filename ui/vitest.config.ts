import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["client/test/**/*.test.ts", "app/test/**/*.test.{ts,tsx}"],
    environment: "node",
    testTimeout: 10_000,
    restoreMocks: true,
  },
});
