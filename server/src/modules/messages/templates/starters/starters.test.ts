import type { TraitDefinition } from '@rapport/contract'
import { expect, test } from 'vitest'
import { resultOf } from '../check'
import { compileContent } from '../content'
import { variablesOf } from '../variables'
import { startersOf } from '.'

const names = ['email', 'name', 'first_name', 'favourite_category', 'last_order_at']
const traits = names.map(
  (name): TraitDefinition => ({
    name,
    family: 'basic',
    type: 'text',
    sensitivity: 'personal',
    computed: false,
  }),
)

test.each(startersOf())(
  'the starter $key launches in both languages without a word of criticism',
  async ({ content }) => {
    const asked = { variables: variablesOf(traits), timezone: 'Asia/Shanghai', currency: 'CNY' }
    const { findings, compiled } = await compileContent(content, asked)
    expect(resultOf(findings)).toEqual({ canLaunch: true, findings: [] })
    expect(Object.keys(compiled).sort()).toEqual(['en', 'zh-CN'])
  },
)
