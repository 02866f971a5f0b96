import { defineConfig } from 'vitest/config'

/** The crash, soak and scale runs: minutes each, one after another. */
export default defineConfig({
  test: {
    include: ['{server,bench,test}/**/*.long.test.ts'],
    globalSetup: ['test/harness/engines-setup.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 30 * 60_000,
    hookTimeout: 5 * 60_000,
  },
})
