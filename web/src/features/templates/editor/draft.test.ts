import type { Template, TemplateContent, Variable } from '@rapport/contract'
import { expect, test } from 'vitest'
import { readableSubject } from '../list/readable-subject'
import {
  draftOf,
  isChanged,
  localesOf,
  missingLocales,
  variantOf,
  withLocale,
  withoutLocale,
  withVariant,
} from './draft'
import { snippetOf } from './snippet'

const content: TemplateContent = {
  kind: 'marketing',
  fromName: '',
  fromAddress: '',
  replyTo: '',
  defaultLocale: 'en',
  variants: { en: { subject: 'Hi', preheader: '', mjml: '<mjml></mjml>', text: null } },
}

test('a new language begins as a copy of the default one and can be taken away again', () => {
  const both = withLocale(content, 'zh-CN')
  expect(localesOf(both)).toEqual(['en', 'zh-CN'])
  expect(missingLocales(both)).toEqual([])
  expect(variantOf(both, 'zh-CN').subject).toBe('Hi')
  expect(withoutLocale(both, 'zh-CN')).toEqual(content)
})

test('the default language cannot be taken away', () => {
  expect(withoutLocale(content, 'en')).toBe(content)
})

test('a change in one language leaves the other alone', () => {
  const both = withVariant(withLocale(content, 'zh-CN'), 'zh-CN', { subject: '你好' })
  expect([variantOf(both, 'en').subject, variantOf(both, 'zh-CN').subject]).toEqual(['Hi', '你好'])
})

test('a draft is changed when something that is saved differs, and no more when it is put back', () => {
  const stored = { name: 'A', content } as Template
  const draft = draftOf(stored)
  const changed = { ...draft, content: withVariant(content, 'en', { subject: 'Ho' }) }
  expect(isChanged(draft, stored)).toBe(false)
  expect(isChanged(changed, stored)).toBe(true)
  expect(
    isChanged({ ...changed, content: withVariant(changed.content, 'en', { subject: 'Hi' }) }, stored),
  ).toBe(false)
})

test.each([
  [{ name: 'unsubscribe_url', type: 'text', isCertain: true }, '{{ unsubscribe_url }}'],
  [{ name: 'customer.city', type: 'text', isCertain: false }, '{{ customer.city | default: "x" }}'],
  [
    { name: 'customer.revenue', type: 'money', isCertain: false },
    '{% if customer.revenue %}{{ customer.revenue | money }}{% else %}x{% endif %}',
  ],
  [
    { name: 'customer.tags', type: 'list', isCertain: false },
    '{{ customer.tags | join: ", " | default: "x" }}',
  ],
] as const)('a variable is inserted with format and fallback: %o', (variable, snippet) => {
  expect(snippetOf({ ...variable, group: 'customer' } as Variable, 'x')).toBe(snippet)
})

test('a subject reads as people read it', () => {
  expect(readableSubject('好久不见，{{ customer.name | default: "老朋友" }}')).toBe('好久不见，老朋友')
  expect(readableSubject('Hi{% if customer.first_name %}, {{ customer.first_name }}{% endif %}!')).toBe(
    'Hi, …!',
  )
})
