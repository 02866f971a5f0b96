import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, type PolicyFacts, type PolicyMessage, quietUntil, type SendRules } from './policy'
import { retryDelaysMs, settle } from './retry'

const now = new Date('2026-03-10T04:00:00Z') // noon in Shanghai
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

const open: SendRules = { consent: 'not_withdrawn', caps: [], quiet: null }
const marketing: PolicyMessage = { channel: 'email', kind: 'marketing', expiresAt: null }
const person: PolicyFacts = {
  address: 'Li@Customer.example',
  suppression: null,
  consent: null,
  zone: 'Asia/Shanghai',
  recent: [],
}

const ask = (
  changes: {
    rules?: Partial<SendRules>
    message?: Partial<PolicyMessage>
    facts?: Partial<PolicyFacts>
  } = {},
  at = now,
) =>
  decide({
    rules: { ...open, ...changes.rules },
    message: { ...marketing, ...changes.message },
    facts: { ...person, ...changes.facts },
    now: at,
  })

const sends = { kind: 'send', address: 'Li@customer.example' }
const skips = (reason: string) => ({ kind: 'skip', reason })

describe('the address', () => {
  test('is needed and has to be one', () => {
    expect(ask()).toEqual(sends)
    for (const address of [null, '', '  ']) expect(ask({ facts: { address } })).toEqual(skips('no_address'))
    for (const address of [
      'li',
      'li@',
      '@x.cn',
      'a b@x.cn',
      'li@x',
      'li@x.cn\r\nRCPT TO:<all@x.cn>',
      'li@x.cn>',
      `${'a'.repeat(65)}@x.cn`,
    ])
      expect(ask({ facts: { address } })).toEqual(skips('invalid_address'))
  })

  test('of another script gets its domain in ASCII', () => {
    expect(ask({ facts: { address: 'li@例子.中国' } })).toEqual({
      kind: 'send',
      address: 'li@xn--fsqu00a.xn--fiqs8s',
    })
  })

  test('that bounced, complained or was put on the list by hand gets nothing at all', () => {
    for (const suppression of ['bounced', 'complained', 'manual'] as const)
      for (const kind of ['marketing', 'transactional'] as const)
        expect(ask({ facts: { suppression }, message: { kind } })).toEqual(skips('suppressed'))
  })

  test('that unsubscribed still gets what is not marketing', () => {
    expect(ask({ facts: { suppression: 'unsubscribed' } })).toEqual(skips('suppressed'))
    expect(ask({ facts: { suppression: 'unsubscribed' }, message: { kind: 'transactional' } })).toEqual(sends)
  })
})

describe('consent', () => {
  test.each([
    ['granted', 'granted', sends],
    ['granted', 'withdrawn', skips('no_consent')],
    ['granted', null, skips('no_consent')],
    ['not_withdrawn', 'granted', sends],
    ['not_withdrawn', 'withdrawn', skips('no_consent')],
    ['not_withdrawn', null, sends],
  ] as const)('rule %s and consent %s', (rule, consent, expected) => {
    expect(ask({ rules: { consent: rule }, facts: { consent } })).toEqual(expected)
  })

  test('is not asked for a transactional message', () => {
    const asked = {
      rules: { consent: 'granted' },
      facts: { consent: 'withdrawn' },
      message: { kind: 'transactional' },
    } as const
    expect(ask(asked)).toEqual(sends)
  })
})

describe('the frequency cap', () => {
  const caps = [{ channel: 'any', messages: 2, days: 1 }] as const
  const sent = (...hours: number[]) => hours.map((age) => ({ channel: 'email', at: hoursAgo(age) }))

  test('counts what lies within the window; a message as old as the window is out of it', () => {
    expect(ask({ rules: { caps: [...caps] }, facts: { recent: sent(1) } })).toEqual(sends)
    expect(ask({ rules: { caps: [...caps] }, facts: { recent: sent(1, 23.999) } })).toEqual(
      skips('frequency_cap'),
    )
    expect(ask({ rules: { caps: [...caps] }, facts: { recent: sent(1, 24) } })).toEqual(sends)
  })

  test('over one channel does not count the others, over all it does', () => {
    const recent = [...sent(1), { channel: 'sms', at: hoursAgo(1) }]
    expect(ask({ rules: { caps: [{ channel: 'email', messages: 2, days: 1 }] }, facts: { recent } })).toEqual(
      sends,
    )
    expect(ask({ rules: { caps: [{ channel: 'sms', messages: 1, days: 1 }] }, facts: { recent } })).toEqual(
      sends,
    )
    expect(ask({ rules: { caps: [...caps] }, facts: { recent } })).toEqual(skips('frequency_cap'))
  })

  test('any of several is enough, and none binds a transactional message', () => {
    const two = [
      { channel: 'any', messages: 9, days: 1 },
      { channel: 'any', messages: 1, days: 7 },
    ] as const
    expect(ask({ rules: { caps: [...two] }, facts: { recent: sent(100) } })).toEqual(skips('frequency_cap'))
    expect(
      ask({ rules: { caps: [...two] }, facts: { recent: sent(1, 2) }, message: { kind: 'transactional' } }),
    ).toEqual(sends)
  })
})

describe('quiet hours', () => {
  const quiet = { from: '22:00', to: '08:00' }
  const at = (text: string) => new Date(text)

  test.each([
    ['a minute before they begin', '2026-03-10T13:59:59Z', null],
    ['when they begin', '2026-03-10T14:00:00Z', '2026-03-11T00:00:00Z'],
    ['after midnight', '2026-03-10T16:30:00Z', '2026-03-11T00:00:00Z'],
    ['a moment before they end', '2026-03-10T23:59:59Z', '2026-03-11T00:00:00Z'],
    ['when they end', '2026-03-11T00:00:00Z', null],
  ])('%s', (_name, moment, until) => {
    const expected = until === null ? sends : { kind: 'hold', until: at(until), reason: 'quiet_hours' }
    expect(ask({ rules: { quiet } }, at(moment))).toEqual(expected)
  })

  test('follow the person’s own clock', () => {
    const asked = { rules: { quiet }, facts: { zone: 'America/New_York' } }
    expect(ask(asked, at('2026-03-10T04:00:00Z'))).toMatchObject({
      kind: 'hold',
      until: at('2026-03-10T12:00:00Z'),
    })
    expect(ask(asked, at('2026-03-10T16:00:00Z'))).toEqual(sends)
  })

  test('within one day end the same day', () => {
    expect(quietUntil({ from: '12:00', to: '14:00' }, 'Asia/Shanghai', now)).toEqual(
      at('2026-03-10T06:00:00Z'),
    )
    expect(quietUntil({ from: '12:00', to: '14:00' }, 'Asia/Shanghai', at('2026-03-10T06:00:00Z'))).toBeNull()
  })

  test('end when summer time begins in between, and always later than now', () => {
    // New York goes from 2:00 to 3:00 on 8 March 2026: the night is an hour shorter.
    expect(quietUntil(quiet, 'America/New_York', at('2026-03-08T03:30:00Z'))).toEqual(
      at('2026-03-08T12:00:00Z'),
    )
    const clock = fc
      .integer({ min: 0, max: 1_439 })
      .map(
        (minute) =>
          `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      )
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    )
    fc.assert(
      fc.property(
        clock,
        clock,
        zone,
        fc.date({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true }),
        (from, to, where, moment) => {
          const until = quietUntil({ from, to }, where, moment)
          if (!until) return
          expect(until.getTime()).toBeGreaterThan(moment.getTime())
          expect(until.getTime() - moment.getTime()).toBeLessThanOrEqual(25 * 3_600_000)
        },
      ),
    )
  })

  test('come before the cap, which is asked again when they end, and do not hold a transactional message', () => {
    const rules = { quiet, caps: [{ channel: 'any', messages: 1, days: 1 } as const] }
    const recent = [{ channel: 'email', at: at('2026-03-10T13:00:00Z') }]
    const night = at('2026-03-10T15:00:00Z')
    expect(ask({ rules, facts: { recent } }, night)).toMatchObject({ kind: 'hold' })
    expect(ask({ rules, facts: { recent } }, at('2026-03-11T01:00:00Z'))).toEqual(skips('frequency_cap'))
    expect(ask({ rules, message: { kind: 'transactional' } }, night)).toEqual(sends)
  })
})

test('a message past its time is not sent, nor at that very moment', () => {
  expect(ask({ message: { expiresAt: now } })).toEqual(skips('expired'))
  expect(ask({ message: { expiresAt: new Date(now.getTime() + 1) } })).toEqual(sends)
})

describe('after an attempt', () => {
  const after = (
    outcome: Parameters<typeof settle>[0],
    attempt = 1,
    uncertain: 'leave' | 'resend' = 'leave',
  ) => settle(outcome, { attempt, now, uncertain })

  test('a refusal for now waits longer each time and fails in the end', () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) =>
      after({ kind: 'temporary', answer: '451' }, attempt).notBefore?.getTime(),
    )
    expect(waits).toEqual(retryDelaysMs.map((delayMs) => now.getTime() + delayMs))
    expect(after({ kind: 'temporary', answer: '451' }, 6)).toMatchObject({
      state: 'failed',
      reason: 'attempts_exhausted',
    })
  })

  test('a server that cannot be used costs no attempt, a sender it refuses does', () => {
    expect(after({ kind: 'unavailable', problem: 'cannot_connect', answer: '' })).toMatchObject({
      state: 'pending',
      isAttempt: false,
    })
    expect(after({ kind: 'unavailable', problem: 'sender_refused', answer: '' })).toMatchObject({
      state: 'held',
      isAttempt: true,
    })
  })

  test('what nobody can know is left or sent again, as the workspace decided', () => {
    expect(after({ kind: 'uncertain', answer: '' })).toMatchObject({
      state: 'uncertain',
      reason: 'connection_lost',
    })
    expect(after({ kind: 'uncertain', answer: '' }, 1, 'resend')).toMatchObject({ state: 'pending' })
    expect(after({ kind: 'uncertain', answer: '' }, 6, 'resend')).toMatchObject({ state: 'uncertain' })
  })
})
