import type { RfmClassKey, RfmConfig, RfmSegment, ScoreRange } from '@rapport/contract'
import { rfmClassKeys } from '@rapport/contract'
import { DateTime } from 'luxon'
import { createWriter, type SentenceContext } from '../sentence'
import { behaviour } from './behaviour'
import { demographic } from './demographic'
import { lifecycle } from './lifecycle'
import { places } from './places'
import { reach } from './reach'
import { is, type ReadyMadeRule, text } from './rule'
import type { ShopFigures } from './shop'
import { taste } from './taste'
import { value } from './value'

export { reordersOf } from './reorders'
export type { ReadyMadeRule } from './rule'
export { shopFigures } from './shop'

/** What ready-made segments are made for. */
export interface ReadyMadeContext {
  /** Those of RFM are called as the workspace calls them. */
  readonly config: RfmConfig
  /** Thresholds and favourites of the shop. */
  readonly shop: ShopFigures
  readonly settings: Pick<SentenceContext, 'currency' | 'timezone'>
  readonly now: Date
}

/** Every ready-made segment. */
export function readyMadeSegments({ config, shop, settings, now }: ReadyMadeContext): ReadyMadeRule[] {
  const [zh, en] = [createWriter('zh-CN', settings), createWriter('en', settings)]
  const named = config.segments.map(
    ({ key, name, ...bounds }): ReadyMadeRule => ({
      key: `rfm_segment.${key}`,
      group: 'rfm_segment',
      name,
      description: text(boundsInWords(bounds, '，'), boundsInWords(bounds, ', ')),
      rule: is('rfm_segment', key),
    }),
  )
  const classes = rfmClassKeys.map(
    (key): ReadyMadeRule => ({
      key: `rfm_class.${key}`,
      group: 'rfm_class',
      name: config.classNames[key],
      description: text(...traitsOfClass(key)),
      rule: is('rfm_class', key),
    }),
  )
  return [
    ...lifecycle(shop),
    ...named,
    ...classes,
    ...value(shop, { zh: zh.money, en: en.money }),
    ...demographic(DateTime.fromJSDate(now, { zone: settings.timezone })),
    ...places,
    ...taste(shop),
    ...reach,
    ...behaviour(shop),
  ]
}

/** The scores of a named segment: `R 3–5, F 3–5, M 5`. Only the first that fits counts, so some of them are in others. */
function boundsInWords(
  { recency, frequency, monetary }: Pick<RfmSegment, 'recency' | 'frequency' | 'monetary'>,
  comma: string,
): string {
  const words = ({ from, to }: ScoreRange) => (from === to ? String(from) : `${from}–${to}`)
  return `R ${words(recency)}${comma}F ${words(frequency)}${comma}M ${words(monetary)}`
}

/** What is high and what is low in a class. */
function traitsOfClass(key: RfmClassKey): [zh: string, en: string] {
  const isRecent = key.endsWith('_value') || key.endsWith('_develop')
  const isFrequent = key.endsWith('_value') || key.endsWith('_keep')
  const isImportant = key.startsWith('important_')
  const zh = `最近消费${isRecent ? '近' : '远'}，频次${isFrequent ? '高' : '低'}，金额${isImportant ? '高' : '低'}`
  const en = `${isRecent ? 'Recent' : 'Long ago'}, ${isFrequent ? 'often' : 'seldom'}, ${isImportant ? 'much' : 'little'} spent`
  return [zh, en]
}
