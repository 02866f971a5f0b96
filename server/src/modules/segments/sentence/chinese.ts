import type {
  Comparison,
  Condition,
  Duration,
  EventChoice,
  EventRule,
  EventTimeRule,
  EventWindow,
  SequenceRule,
  SequenceStep,
  WeekTimes,
} from '@rapport/contract'
import type { Grammar, Occurrence } from './grammar'
import { eventLabels, shareTraits } from './labels'
import type { Writer } from './write'

const units = { minute: '分钟', hour: '小时', day: '天', week: '周' } as const
const comparisons = {
  at_least: '至少',
  more_than: '多于',
  at_most: '最多',
  less_than: '少于',
  is: '等于',
  is_not: '不等于',
} as const
const times = { first: '首次', last: '最后一次' } as const
const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']
const more = (_rest: number, total: number) => `等 ${total} 项`
const or = { joint: '或', more }
const and = { joint: '和', more }

/** Rules in Chinese. */
export function chinese(write: Writer): Grammar {
  const duration = ({ amount, unit }: Duration) => `${amount} ${units[unit]}`

  /** `unit` is what is counted: 次, 个. */
  const comparison = (compare: Comparison, number: (value: number) => string, unit = '') => {
    const counted = unit && ` ${unit}`
    return compare.op === 'between'
      ? `在 ${number(compare.from)} 到 ${number(compare.to)}${counted || ' '}之间`
      : `${comparisons[compare.op]} ${number(compare.value)}${counted}`
  }

  const window = (window: EventWindow) => {
    if (window.kind === 'ever') return ''
    if (window.kind === 'last') return `近 ${duration(window.within)}`
    if (window.kind === 'between') return `${write.moment(window.from)}至 ${write.moment(window.to)}`
    const names = window.events.map((name) => did(name, window.type))
    return `${times[window.which]}${write.list(names, or)}之后`
  }

  const weekTimes = ({ weekdays, hours }: WeekTimes) => {
    const days = write.list(
      (weekdays ?? []).map((day) => weekdayNames[day - 1] ?? ''),
      or,
    )
    const span = hours ? `${hours.from} 点至 ${hours.to} 点` : ''
    return `在${days}${days && span ? '的 ' : ''}${days ? '' : ' '}${span}`.trimEnd()
  }
  const whenOf = ({ window: during, on }: EventChoice) =>
    [window(during), on ? weekTimes(on) : ''].filter(Boolean).join('')
  const whereOf = ({ where }: Pick<EventChoice, 'where'>) => {
    const filters = where.map(({ property, condition: asked }) =>
      condition(write.property(property), property, asked),
    )
    return filters.length === 0 ? '' : `（${filters.join('，且')}）`
  }

  /** What a name (of a trait or property) fulfils. */
  const condition = (name: string, owner: string, asked: Condition): string => {
    const values = (list: readonly string[], joint = or) =>
      write.list(
        list.map((value) => write.value(owner, value)),
        joint,
      )
    switch (asked.type) {
      case 'text':
        return `${name}${{ is: '是', is_not: '不是', contains: '包含', not_contains: '不包含', starts_with: '以', ends_with: '以' }[asked.op]}${values(asked.values)}${{ starts_with: '开头', ends_with: '结尾', is: '', is_not: '', contains: '', not_contains: '' }[asked.op]}`
      case 'number':
        return `${name}${comparison(asked, shareTraits.has(owner) ? write.percent : write.number)}`
      case 'money':
        return `${name}${comparison(asked, write.money)}`
      case 'date':
        return `${name}${date(asked)}`
      case 'anniversary': {
        const moon = asked.calendar === 'lunar'
        const day = `${moon ? '农历' : ''}${owner === 'birthday' ? name : `${name}的周年日`}`
        if (asked.op === 'in_next') return `${day}在今天起 ${asked.days} 天内`
        return `${day}在${asked.op === 'today' ? '今天' : moon ? '农历本月' : '本月'}`
      }
      case 'boolean':
        return `${name}为“${asked.value ? '是' : '否'}”`
      case 'list':
        if (asked.op === 'size') return `${name}的数量${comparison(asked.compare, write.number, '个')}`
        if (asked.op === 'has_all') return `${name}同时包含${values(asked.values, and)}`
        return `${name}${asked.op === 'has_any' ? '包含' : '不包含'}${values(asked.values)}`
      case 'presence':
        return asked.op === 'is_set' ? `有${name}` : `没有${name}`
    }
  }

  const date = (asked: Extract<Condition, { type: 'date' }>) => {
    switch (asked.op) {
      case 'before':
        return `早于 ${write.moment(asked.moment)}`
      case 'since':
        return `不早于 ${write.moment(asked.moment)}`
      case 'on':
        return `在 ${write.moment(asked.moment)}`
      case 'between':
        return `在 ${write.moment(asked.from)}至 ${write.moment(asked.to)}之间`
      case 'in_last':
        return `在近 ${duration(asked.within)}内`
      case 'before_last':
        return `在 ${duration(asked.within)}以前`
      case 'in_next':
        return `在未来 ${duration(asked.within)}内`
      case 'after_next':
        return `在 ${duration(asked.within)}以后`
    }
  }

  const did = (name: string, type: EventRule['type']) => {
    const page = { track: '发生', page: '访问页面', screen: '访问屏幕' }[type]
    return (type === 'track' && eventLabels[name]?.did['zh-CN']) || `${page}${write.quote(name)}`
  }
  const noun = (name: string) => eventLabels[name]?.noun['zh-CN'] ?? write.quote(name)

  const occurrences = (choice: EventChoice) => {
    const visits = { track: '', page: '页面', screen: '屏幕' }[choice.type]
    const names = choice.events.map((name) =>
      choice.type === 'track' ? noun(name) : `${visits}${write.quote(name)}的访问`,
    )
    return `${whenOf(choice)}${write.list(names, or)}${whereOf(choice)}`
  }

  const event = (rule: EventRule, occurrence: Occurrence) => {
    const where = whereOf(rule)
    const names = rule.events.map((name) => did(name, rule.type))
    const when = whenOf(rule)
    if (occurrence === 'did') return `${when || '曾经'}${write.list(names, or)}${where}`
    if (occurrence === 'did_not')
      return `${when || '从'}${when ? '没有' : '未'}${write.list(names, or)}${where}`
    if (rule.measure.kind === 'count')
      return `${when || '累计'}${write.list(names, or)}${where}${comparison(rule.compare, write.number, '次')}`
    if (rule.measure.kind === 'distinct')
      return `${when || '累计'}${write.list(rule.events.map(noun), or)}的${write.property(rule.measure.property)}${where}不同的值${comparison(rule.compare, write.number, '个')}`
    const total = { sum: '合计', average: '平均' }[rule.measure.kind]
    const of = rule.measure.of
    const what = of.kind === 'value' ? '金额' : `的${write.property(of.property)}`
    const number = of.kind === 'value' ? write.money : write.number
    return `${when || '累计'}${write.list(rule.events.map(noun), or)}${what}${where}${total}${comparison(rule.compare, number)}`
  }

  const eventTime = (rule: EventTimeRule) => {
    const names = rule.events.map((name) => did(name, rule.type))
    return `${whenOf(rule)}${times[rule.which]}${write.list(names, or)}${whereOf(rule)}${date(rule.is)}`
  }

  const sequence = ({ steps, notFollowedBy, window: during }: SequenceRule) => {
    const told = (step: Omit<SequenceStep, 'within'>) => {
      const names = step.events.map((name) => did(name, step.type))
      return `${step.on ? weekTimes(step.on) : ''}${write.list(names, or)}${whereOf(step)}`
    }
    const clauses = steps.map((step, index) => {
      if (index === 0) return `${window(during) || '曾经'}${steps.length > 1 ? '先' : ''}${told(step)}`
      return `${step.within ? `并在之后 ${duration(step.within)}内` : '之后又'}${told(step)}`
    })
    const absent = notFollowedBy
      ? [`${steps.length > 1 ? '再' : ''}之后 ${duration(notFollowedBy.within)}内没有${told(notFollowedBy)}`]
      : []
    return [...clauses, ...absent].join('，')
  }

  const segment = (id: string) => {
    const name = write.segment(id)
    return name === null ? '一个已不存在的细分' : `细分${name}`
  }

  return {
    everybody: '全部客户',
    nobody: '没有人',
    sentence: (clause) => `${clause}${/[\w%]$/.test(clause) ? ' ' : ''}的客户`,
    group(rule, clauses, isNested) {
      if (rule.kind === 'at_least') return `在（${clauses.join('；')}）中至少满足 ${rule.least} 项`
      const inner = clauses.join(rule.kind === 'all' ? '，且' : '，或')
      if (rule.kind === 'none') return `排除（${inner}）`
      return isNested && clauses.length > 1 ? `（${inner}）` : inner
    },
    segment: ({ op, segmentId }) => `${op === 'in' ? '属于' : '不属于'}${segment(segmentId)}`,
    trait: (name, asked) => condition(write.trait(name), name, asked),
    identifier: ({ op, idKind }) => `${op === 'has' ? '有' : '没有'}标识${write.identifier(idKind)}`,
    reach: ({ op, channel }) =>
      `${op === 'reachable' ? '可以' : '不能'}${{ email: '发邮件', sms: '发短信' }[channel]}`,
    distance: ({ op, km, from }) =>
      `距坐标（${write.place(from)}）${op === 'within' ? '不超过' : '超过'} ${write.number(km)} 公里${op === 'within' ? '' : '或位置未知'}`,
    event,
    eventTime,
    sequence,
    occurrences,
    window,
    duration,
    comparison,
  }
}
