import { defineConfig } from 'vitest/config'

/** Everything but the long crash, soak and scale runs, which `npm run test:long` names. */
export default defineConfig({
  test: {
    include: ['{contract,stats,server,web,bench,test}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    globalSetup: ['test/harness/engines-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A file lives for seconds: optimizing what ran little of the embedded PostgreSQL takes longer than it saves.
    execArgv: ['--wasm-tiering-budget=50000000'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
