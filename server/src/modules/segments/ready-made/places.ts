import type { Rule } from '@rapport/contract'
import { cityNames, cityTiers, cityTiersYear, regions } from './cities'
import { all, is, type ReadyMadeRule, ready, text, trait } from './rule'

const tierNames = {
  first: text('一线城市', 'First-tier cities'),
  new_first: text('新一线城市', 'New first-tier cities'),
  second: text('二线城市', 'Second-tier cities'),
} as const

const regionNames = {
  north: text('华北', 'North China'),
  northeast: text('东北', 'Northeast China'),
  east: text('华东', 'East China'),
  central: text('华中', 'Central China'),
  south: text('华南', 'South China'),
  southwest: text('西南', 'Southwest China'),
  northwest: text('西北', 'Northwest China'),
} as const

const keysOf = <K extends string>(object: Readonly<Record<K, unknown>>) => Object.keys(object) as K[]
const source = text(
  `新一线城市研究所 ${cityTiersYear} 年榜单`,
  `the ${cityTiersYear} list of the Rising Lab (新一线城市研究所)`,
)
const citiesOf = (tier: keyof typeof cityTiers) => cityTiers[tier].flatMap(cityNames)

const tiers: readonly ReadyMadeRule[] = keysOf(cityTiers).map((tier) =>
  ready(
    'place',
    `tier_${tier}`,
    tierNames[tier],
    text(
      `${cityTiers[tier].length} 个城市，${source['zh-CN']}`,
      `${cityTiers[tier].length} cities, by ${source.en}`,
    ),
    is('city', ...citiesOf(tier)),
  ),
)

const others: Rule = trait('city', {
  type: 'text',
  op: 'is_not',
  values: keysOf(cityTiers).flatMap(citiesOf),
})

/** Tiers of cities and regions of China. */
export const places: readonly ReadyMadeRule[] = [
  ...tiers,
  ready(
    'place',
    'tier_lower',
    text('三线及以下城市', 'Third-tier cities and below'),
    text(
      `填了城市、省份在中国大陆，不在前面三档里，${source['zh-CN']}`,
      `A city of mainland China that is in none of the three tiers, by ${source.en}`,
    ),
    all(
      trait('city', { type: 'presence', op: 'is_set' }),
      others,
      is('region', ...keysOf(regions).flatMap((region) => regions[region])),
    ),
  ),
  ...keysOf(regions).map((region) =>
    ready(
      'place',
      `region_${region}`,
      regionNames[region],
      text(regions[region].join('、'), regions[region].join(', ')),
      is('region', ...regions[region]),
    ),
  ),
]
