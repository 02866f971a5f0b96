import type { MessageLocale } from '@rapport/contract'
import type { Json } from '../../events'

/** Somebody to show a template with when no customer was chosen. */
const examples: Readonly<Record<MessageLocale, Readonly<Record<string, Json>>>> = {
  'zh-CN': {
    name: '林晓雨',
    first_name: '晓雨',
    last_name: '林',
    email: 'xiaoyu@example.com',
    city: '杭州',
    region: '浙江',
    country: 'CN',
    gender: 'female',
    language: 'zh-CN',
    birthday: '1993-05-20',
    orders: 6,
    revenue: 238_600,
    aov: 39_800,
    last_order_at: '2026-01-15T10:30:00.000Z',
    favourite_category: '护肤',
    lifecycle_stage: 'active',
  },
  en: {
    name: 'Emma Clarke',
    first_name: 'Emma',
    last_name: 'Clarke',
    email: 'emma@example.com',
    city: 'Manchester',
    region: 'England',
    country: 'GB',
    gender: 'female',
    language: 'en',
    birthday: '1993-05-20',
    orders: 6,
    revenue: 238_600,
    aov: 39_800,
    last_order_at: '2026-01-15T10:30:00.000Z',
    favourite_category: 'Skin care',
    lifecycle_stage: 'active',
  },
}

/** The example customer's traits, in the form that profiles have them. */
export function exampleTraits(
  locale: MessageLocale,
): Record<string, { value: Json; source: string; at: string }> {
  const entries = Object.entries(examples[locale]).map(
    ([name, value]) => [name, { value, source: 'example', at: '2026-01-01T00:00:00.000Z' }] as const,
  )
  return Object.fromEntries(entries)
}
