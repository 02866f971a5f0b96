import type { AnniversaryCondition } from '@rapport/contract'
import type { DateTime } from 'luxon'
import { any, is, type ReadyMadeRule, ready, text, trait } from './rule'

const bands = [
  { key: 'under_18', from: 0, to: 17, name: text('18 岁以下', 'Under 18') },
  { key: '18_24', from: 18, to: 24, name: text('18–24 岁', '18 to 24') },
  { key: '25_34', from: 25, to: 34, name: text('25–34 岁', '25 to 34') },
  { key: '35_44', from: 35, to: 44, name: text('35–44 岁', '35 to 44') },
  { key: '45_54', from: 45, to: 54, name: text('45–54 岁', '45 to 54') },
  { key: '55_up', from: 55, to: 120, name: text('55 岁及以上', '55 and older') },
] as const

const decades = [
  { key: '70s', from: 1970, to: 1979, name: text('70 后', 'Born in the 1970s') },
  { key: '80s', from: 1980, to: 1989, name: text('80 后', 'Born in the 1980s') },
  { key: '90s', from: 1990, to: 1999, name: text('90 后', 'Born in the 1990s') },
  { key: '00s', from: 2000, to: 2009, name: text('00 后', 'Born in the 2000s') },
] as const

/** Gender, age by birthday, and whose birthday it is soon, by either calendar. `today` is a day of the workspace. */
export function demographic(today: DateTime): ReadyMadeRule[] {
  return [
    ready(
      'demographic',
      'women',
      text('女性客户', 'Women'),
      text('性别为女', 'Gender is female'),
      is('gender', 'female'),
    ),
    ready(
      'demographic',
      'men',
      text('男性客户', 'Men'),
      text('性别为男', 'Gender is male'),
      is('gender', 'male'),
    ),
    ...bands.map(({ key, from, to, name }) => ofAge(key, from, to, name, today)),
    ...decades.map(({ key, from, to, name }) =>
      ready(
        'demographic',
        `born_${key}`,
        name,
        text(`${from} 至 ${to} 年出生`, `Born from ${from} to ${to}`),
        born(`${from}-01-01`, `${to}-12-31`),
      ),
    ),
    ...birthdays(),
  ]
}

/** Dates of birth of an age: they stay when the segment is copied, so the day that they were worked out on is said. */
function ofAge(
  key: string,
  from: number,
  to: number,
  name: ReadyMadeRule['name'],
  today: DateTime,
): ReadyMadeRule {
  const first = today.minus({ years: to + 1 }).plus({ days: 1 })
  const on = today.toISODate() ?? ''
  return ready(
    'demographic',
    `age_${key}`,
    name,
    text(`按 ${on} 的周岁算，由生日换成出生日期`, `By their age on ${on}, as dates of birth`),
    born(first.toISODate() ?? '', today.minus({ years: from }).toISODate() ?? ''),
  )
}

const born = (from: string, to: string) => trait('birthday', { type: 'date', op: 'between', from, to })

function birthdays(): ReadyMadeRule[] {
  const comes = (asked: Omit<AnniversaryCondition, 'type'>) =>
    trait('birthday', { type: 'anniversary', ...asked } as AnniversaryCondition)
  const soon = { op: 'in_next' as const, days: 6 }
  return [
    ready(
      'demographic',
      'birthday_week',
      text('一周内过生日（公历）', 'Birthday within a week'),
      text('今天起 7 天内过公历生日', 'Today or in the six days after it, by the solar calendar'),
      comes(soon),
    ),
    ready(
      'demographic',
      'birthday_week_lunar',
      text('一周内过生日（农历）', 'Lunar birthday within a week'),
      text(
        '今天起 7 天内过农历生日；闰月生的按平月过，没有三十就过廿九',
        'Today or in the six days after it; of a leap month in the ordinary one, of a 30th on the 29th when there is none',
      ),
      comes({ ...soon, calendar: 'lunar' }),
    ),
    ready(
      'demographic',
      'birthday_week_either',
      text('一周内过生日（公历或农历）', 'Birthday within a week, by either calendar'),
      text('两种生日有一个在今天起 7 天内', 'Either birthday is today or in the six days after it'),
      any(comes(soon), comes({ ...soon, calendar: 'lunar' })),
    ),
    ready(
      'demographic',
      'birthday_month',
      text('本月过生日', 'Birthday this month'),
      text('公历生日在本月', 'The solar birthday is in this month'),
      comes({ op: 'this_month' }),
    ),
  ]
}
