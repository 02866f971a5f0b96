import type { ArgsDef } from 'citty'
import { expect, it } from 'vitest'
import { unknownOption } from './strict'

const args = {
  file: { type: 'positional' },
  name: { type: 'string', alias: 'n' },
  'dry-run': { type: 'boolean', alias: 'd' },
  kind: { type: 'enum', options: ['a'] },
} satisfies ArgsDef

it.each([
  [['data.csv', '--name', 'shop', '--dry-run']],
  [['-n', 'shop', '-d', '--kind=a', 'data.csv']],
  [['--name', '--odd', '--dryRun', '--no-dry-run', '--help']],
  [['--', '--anything']],
  [['-', '-5']],
])('knows the options of %j', (words) => {
  expect(unknownOption(words, args)).toBeNull()
})

it.each([
  [['--dyr-run'], '--dyr-run'],
  [['data.csv', '--name', 'shop', '--bogus=1'], '--bogus'],
  [['-x'], '-x'],
  [['--no-name'], '--no-name'],
  [['--file', 'x'], '--file'],
])('tells the one that is none of %j', (words, unknown) => {
  expect(unknownOption(words, args)).toBe(unknown)
})
