import type { RfmConfig, RfmSegment } from '@rapport/contract'

type Range = readonly [from: number, to: number]

const segment = (
  key: string,
  en: string,
  zh: string,
  [recency, frequency, monetary]: readonly [Range, Range, Range],
): RfmSegment => ({
  key,
  name: { en, 'zh-CN': zh },
  recency: { from: recency[0], to: recency[1] },
  frequency: { from: frequency[0], to: frequency[1] },
  monetary: { from: monetary[0], to: monetary[1] },
})

/** The ten segments and their bounds as the R package rfm documents them; the order counts. */
const namedSegments: readonly RfmSegment[] = [
  segment('champions', 'Champions', '冠军客户', [
    [5, 5],
    [5, 5],
    [5, 5],
  ]),
  segment('potential_loyalist', 'Potential Loyalist', '潜力忠诚客户', [
    [3, 5],
    [3, 5],
    [2, 5],
  ]),
  segment('loyal_customers', 'Loyal Customers', '忠诚客户', [
    [2, 4],
    [2, 4],
    [2, 4],
  ]),
  segment('promising', 'Promising', '有潜力客户', [
    [3, 4],
    [1, 3],
    [3, 5],
  ]),
  segment('new_customers', 'New Customers', '新客户', [
    [4, 5],
    [1, 3],
    [1, 5],
  ]),
  segment('cant_lose_them', "Can't Lose Them", '不能失去的客户', [
    [1, 2],
    [3, 4],
    [4, 5],
  ]),
  segment('at_risk', 'At Risk', '流失风险', [
    [1, 2],
    [2, 5],
    [4, 5],
  ]),
  segment('need_attention', 'Need Attention', '需要关注', [
    [1, 3],
    [3, 5],
    [3, 5],
  ]),
  segment('about_to_sleep', 'About To Sleep', '即将沉睡', [
    [2, 3],
    [1, 3],
    [1, 4],
  ]),
  segment('lost', 'Lost', '已流失', [
    [1, 1],
    [1, 5],
    [1, 5],
  ]),
]

/** How a workspace begins: quintiles, the ten named segments, and high from score 4 on for the eight classes. */
export const defaultRfmConfig: RfmConfig = {
  method: { kind: 'quintiles' },
  netOfRefunds: true,
  segments: [...namedSegments],
  classRule: { kind: 'score', recency: 4, frequency: 4, monetary: 4 },
  classNames: {
    important_value: { 'zh-CN': '重要价值', en: 'Key: valued' },
    important_develop: { 'zh-CN': '重要发展', en: 'Key: to develop' },
    important_keep: { 'zh-CN': '重要保持', en: 'Key: to keep' },
    important_win_back: { 'zh-CN': '重要挽留', en: 'Key: to win back' },
    general_value: { 'zh-CN': '一般价值', en: 'General: valued' },
    general_develop: { 'zh-CN': '一般发展', en: 'General: to develop' },
    general_keep: { 'zh-CN': '一般保持', en: 'General: to keep' },
    general_win_back: { 'zh-CN': '一般挽留', en: 'General: to win back' },
  },
}
