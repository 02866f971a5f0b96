import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Check } from './check'
import { closingLine, linesOf, runSuites } from './run'

const right: Check = { id: 'a.b', title: 'A figure', expected: '1', got: '1', ok: true }
const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** `npm run verify` in a process of its own, where no data set is. */
async function verify(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, RAPPORT_DATA: 'no/such/folder' }
  try {
    const done = await promisify(execFile)(process.execPath, ['--import', 'tsx', main, ...args], { env })
    return { code: 0, ...done }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, stderr }
  }
}

describe('verify', () => {
  it('prints expected beside got and counts what is off', () => {
    const off = { ...right, got: '2', ok: false }
    expect(linesOf('suite', [right, off])).toEqual([
      '── suite',
      'ok  A figure (a.b)',
      '      expected  1',
      '      got       1',
      'OFF A figure (a.b)',
      '      expected  1',
      '      got       2',
    ])
    expect([closingLine([right]), closingLine([right, off])]).toEqual([
      '1 known answers, none off',
      '2 known answers, 1 off',
    ])
  })

  it('counts a suite that breaks, or that has no answers, as off and goes on', async () => {
    const all = await runSuites(
      {
        broken: async () => ({ checks: () => Promise.reject(new Error('no memory')) }),
        empty: async () => ({ checks: async () => [] }),
        sound: async () => ({ checks: async () => [right] }),
      },
      '',
      () => undefined,
    )
    expect(all.map(({ id, got, ok }) => [id, got, ok])).toEqual([
      ['broken', 'no memory', false],
      ['empty', 'it has no answers', false],
      ['a.b', '1', true],
    ])
  })

  it('exits with 1 where the data sets are missing, also for machines', async () => {
    const plain = await verify('--only', 'stats')
    expect([plain.code, plain.stdout.trim().split('\n').at(-1)]).toEqual([1, '2 known answers, 2 off'])
    const json = await verify('--only', 'rfm', '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      checks: [{ id: 'rfm.rfm-orders', ok: false }],
    })
  })

  it('says which suites there are when one is not known', async () => {
    const { code, stderr } = await verify('--only', 'astrology')
    expect(code).toBe(2)
    expect(stderr).toContain('no suite is called astrology; there are: stats,')
  })
})
