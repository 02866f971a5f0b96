/** Where visits come from. A source without a medium is a plain visit with nothing to say for itself. */
export type TrafficSource = {
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly referrer: string
}

type SourceRow = readonly [weight: number, source: string, medium: string, campaign: string, referrer: string]

const chineseRows: readonly SourceRow[] = [
  [34, '', '', '', ''],
  [14, '', '', '', 'https://www.baidu.com/'],
  [10, 'baidu', 'cpc', 'brand-zh', 'https://www.baidu.com/'],
  [14, 'xiaohongshu', 'social', 'seeding-notes', 'https://www.xiaohongshu.com/'],
  [10, 'wechat', 'moments', 'moments-lookalike', ''],
  [8, 'douyin', 'short-video', 'live-room', 'https://www.douyin.com/'],
  [5, 'weibo', 'social', 'kol-weibo', 'https://weibo.com/'],
  [5, 'zhihu', 'content', 'buying-guide', 'https://www.zhihu.com/'],
]

const englishRows: readonly SourceRow[] = [
  [38, '', '', '', ''],
  [20, '', '', '', 'https://www.google.com/'],
  [12, 'google', 'cpc', 'brand-en', 'https://www.google.com/'],
  [12, 'instagram', 'social', 'tea-stories', 'https://www.instagram.com/'],
  [6, 'bing', 'cpc', 'brand-en', 'https://www.bing.com/'],
  [6, 'facebook', 'social', 'expat-groups', 'https://www.facebook.com/'],
  [6, 'newsletter', 'referral', 'expat-weekly', ''],
]

function source([, name, medium, campaign, referrer]: SourceRow): TrafficSource {
  return { source: name, medium, campaign, referrer }
}

export const trafficSources = {
  'zh-CN': { sources: chineseRows.map(source), weights: chineseRows.map(([weight]) => weight) },
  en: { sources: englishRows.map(source), weights: englishRows.map(([weight]) => weight) },
} as const
