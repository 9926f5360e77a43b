import { defineConfig } from "vitest/config";

const { LOOKOUT_TEST_REPORT: report } = process.env;

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ["test/engines/camunda8/**/*.test.ts"],
    // One waits for the cluster while the other one works.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report ? ["default", "json"] : ["default"],
    ...(report ? { outputFile: { json: report } } : {}),
  },
});
