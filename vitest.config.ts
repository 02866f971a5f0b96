import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const everything = ['{contract,stats,server,web,bench,test}/**/*.test.{ts,tsx}']
const never = ['**/node_modules/**', '**/*.long.test.ts']

/** Tests that start nothing and touch nothing outside of themselves share a process: making one takes longer than they do. */
const pure = ['contract', 'stats', 'server', 'web']
  .flatMap((folder) => filesUnder(join(folder, 'src')))
  .filter((file) => /\.test\.tsx?$/.test(file))
  .filter((file) => !/test\/harness|\/testing|process\.env|vi\.mock/.test(readFileSync(file, 'utf8')))

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
}

/** Everything but the long crash, soak and scale runs, which `npm run test:long` names. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A file lives for seconds: optimizing what ran little of the embedded PostgreSQL takes longer than it saves.
    execArgv: ['--wasm-tiering-budget=50000000'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, exclude: never, isolate: false } },
      {
        extends: true,
        test: {
          name: 'engines',
          include: everything,
          exclude: [...never, ...pure],
          globalSetup: ['test/harness/engines-setup.ts'],
        },
      },
    ],
  },
})
