import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Texts } from './lib/texts'

const here = fileURLToPath(new URL('.', import.meta.url))
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /(^|\/)texts\.ts$/.test(path) && path !== 'lib/texts.ts',
)

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'zh-CN', userAgent: '' })
})

describe('the catalogues', () => {
  it.each(files)('of %s say the same things in both languages, and leave nothing empty', async (path) => {
    for (const { catalogue } of await textsOf(path)) {
      const [chinese, english] = [catalogue['zh-CN'], catalogue.en]
      expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
      const empty = [chinese, english].flatMap((texts) =>
        Object.entries(texts).filter(([, text]) => text.trim() === ''),
      )
      expect(empty).toEqual([])
    }
  })

  it.each(files)('of %s fill in the same values in both languages', async (path) => {
    for (const { catalogue } of await textsOf(path)) {
      for (const [key, text] of Object.entries(catalogue.en)) {
        if (key.endsWith('_one')) continue
        expect([key, valuesIn(catalogue['zh-CN'][key] ?? '')]).toEqual([key, valuesIn(text)])
      }
    }
  })
})

it('a number in a text has its separators, and chooses the plural all the same', async () => {
  const { defineTexts } = await import('./lib/texts')
  const { i18n } = await import('./lib/i18n')
  const texts = { pairs_one: '{{count}} pair', pairs_other: '{{count}} pairs of {{of}}' }
  defineTexts('numbers', { 'zh-CN': { ...texts, pairs_other: '{{count}} 对，共 {{of}}' }, en: texts })
  const say = (lng: string, count: number, of: number | string) =>
    i18n.t('pairs', { ns: 'numbers', lng, count, of })
  expect(say('en', 20_006, 30_000)).toBe('20,006 pairs of 30,000')
  expect(say('en', 1, 1)).toBe('1 pair')
  expect(say('zh-CN', 20_006, '全部')).toBe('20,006 对，共 全部')
})

async function textsOf(path: string): Promise<Texts<string>[]> {
  const module = (await import(`${here}${path}`)) as Record<string, Texts<string>>
  return Object.values(module)
}

function valuesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()
}
