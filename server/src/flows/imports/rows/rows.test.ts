import { describe, expect, it } from 'vitest'
import { readCustomer } from './customer'
import { readEvent } from './event'
import { compileMapping, type MappingInput } from './mapping'
import { orderIdentify, orderMessages, readOrder } from './order'

const importedAt = '2024-06-01T00:00:00.000Z'

function mappingOf(header: string, options: Partial<MappingInput['options']> = {}) {
  const columns = header.split('|').map((target, index) => {
    const [name = '', type = 'text'] = target.split('#')
    return { index, header: target, target: name === '' ? null : name, type: type as 'text' }
  })
  return compileMapping({
    columns,
    options: {
      key: 'user_id',
      source: 'shop',
      currency: 'CNY',
      country: 'CN',
      timezone: 'Asia/Shanghai',
      dateOrder: null,
      hasDecimalComma: false,
      refundPrefix: null,
      eventName: null,
      ...options,
    },
    workspaceId: 'w',
    workspaceCurrency: 'CNY',
    exchangeRates: { USD: 7 },
    fileDigest: 'digest',
    importedAt,
    importId: 'import-1',
  })
}

const rowsOf = (...lines: string[]) =>
  lines.map((line, index) => ({ row: index + 1, cells: line.split('|') }))

function order(header: string, lines: string[], options: Partial<MappingInput['options']> = {}) {
  const { order: verdict, dropped } = readOrder(mappingOf(header, options), rowsOf(...lines))
  if ('rejected' in verdict) return { reason: verdict.rejected.reason }
  const { sale, refund, at, lines: counts } = verdict.ok
  return {
    at,
    sale: sale?.minor ?? null,
    refund: refund?.minor ?? null,
    counts,
    dropped: dropped.map(({ row, rejected }) => [row.row, rejected.reason]),
    properties: sale?.properties ?? refund?.properties,
  }
}

const till = 'order_id|sku|product_name|quantity|ordered_at|unit_price|user_id|country'

describe('the lines of an order', () => {
  it('are one order with products, at its earliest time, its amount rounded once', () => {
    const read = order(till, [
      '536365|85123A|HOLDER|6|2010-12-01 08:27|2.55|17850.0|United Kingdom',
      '536365|71053|LANTERN|3|2010-12-01 08:26|0.005|17850.0|United Kingdom',
    ])
    expect(read).toMatchObject({ at: '2010-12-01T00:26:00.000Z', sale: 1532, refund: null })
    expect(read.properties).toEqual({
      total: 15.32,
      currency: 'CNY',
      products: [
        { product_id: '85123A', sku: '85123A', name: 'HOLDER', price: 2.55, quantity: 6 },
        { product_id: '71053', sku: '71053', name: 'LANTERN', price: 0.005, quantity: 3 },
      ],
    })
  })

  it('with negative quantities are a refund', () => {
    expect(order(till, ['C1|a|A|-2|2024-01-01|5|u|'])).toMatchObject({ sale: null, refund: 1000 })
  })

  it('that are sold and returned make both', () => {
    expect(order(till, ['1|a|A|3|2024-01-01|5|u|', '1|a|A|-1|2024-01-02|5|u|'])).toMatchObject({
      sale: 1500,
      refund: 500,
      counts: { sold: 1, given: 0, returned: 1 },
    })
  })

  it('under a number with the refund prefix are a refund even when positive, and only then', () => {
    const rows = ['C1|a|A|2|2024-01-01|5|u|']
    expect(order(till, rows, { refundPrefix: 'C' })).toMatchObject({ sale: null, refund: 1000 })
    expect(order(till, rows)).toMatchObject({ sale: 1000, refund: null })
  })

  it('at price 0 are gifts inside an order, and no order by themselves', () => {
    expect(order(till, ['1|a|A|1|2024-01-01|5|u|', '1|b|B|1|2024-01-01|0|u|'])).toMatchObject({
      sale: 500,
      counts: { sold: 1, given: 1, returned: 0 },
    })
    expect(order(till, ['1|b|B|1|2024-01-01|0|u|'])).toEqual({ reason: 'zero_amount' })
  })

  it('take what only one of them says for all of them', () => {
    const read = order('order_id|ordered_at|user_id|total|coupon|sku|quantity', [
      '1|2024-01-01|u|30|SPRING|a|1',
      '1|||||b|2',
    ])
    expect(read).toMatchObject({
      sale: 3000,
      properties: { coupon: 'SPRING', products: [{ sku: 'a' }, { sku: 'b' }] },
    })
  })

  it.each([
    ['no customer', ['1|a|A|1|2024-01-01|5||'], 'no_key'],
    ['two customers', ['1|a|A|1|2024-01-01|5|u|', '1|a|A|1|2024-01-01|5|v|'], 'mixed_customers'],
    ['no date', ['1|a|A|1||5|u|'], 'no_date'],
    ['a date that is none', ['1|a|A|1|soon|5|u|'], 'invalid_date'],
    ['a date in the year 0', ['1|a|A|1|0000-01-01|5|u|'], 'invalid_date'],
    ['a date in the year 9999', ['1|a|A|1|9999-01-01|5|u|'], 'invalid_date'],
    ['a date before 1970', ['1|a|A|1|1969-12-31|5|u|'], 'date_out_of_range'],
    ['a date in the future', ['1|a|A|1|2024-06-03|5|u|'], 'date_out_of_range'],
    ['no price', ['1|a|A|1|2024-01-01||u|'], 'no_amount'],
    ['a price that is none', ['1|a|A|1|2024-01-01|free|u|'], 'invalid_amount'],
    ['a price beyond money', ['1|a|A|1|2024-01-01|99999999999999999|u|'], 'invalid_amount'],
    ['a sum beyond money', ['1|a|A|900000000|2024-01-01|90000000000000|u|'], 'invalid_amount'],
    ['a quantity that is none', ['1|a|A|some|2024-01-01|5|u|'], 'invalid_quantity'],
  ])('are refused with %s', (_, lines, reason) => {
    expect(order(till, lines)).toEqual({ reason })
  })
})

describe('one row an order', () => {
  const header = 'order_id|ordered_at|user_id|total|status|currency|discount'

  it('has the amount that the row says', () => {
    expect(order(header, ['1|2024-01-01 08:00|u|￥1,234.50|已完成||10'])).toMatchObject({
      at: '2024-01-01T00:00:00.000Z',
      sale: 123450,
      properties: { discount: 10 },
    })
  })

  it('without a discount says nothing of one', () => {
    expect(order(header, ['1|2024-01-01|u|5|||0']).properties).toEqual({ total: 5, currency: 'CNY' })
  })

  it('that was refunded was sold and given back', () => {
    expect(order(header, ['1|2024-01-01|u|5|已退款||'])).toMatchObject({ sale: 500, refund: 500 })
    expect(order(header, ['1|2024-01-01|u|-5|||'])).toMatchObject({ sale: null, refund: 500 })
  })

  it('that was refunded gives back what was paid, not the list price', () => {
    const rows = ['1|2024-01-01|u|20|refunded|25|1']
    const read = order('order_id|ordered_at|user_id|total|status|unit_price|quantity', rows)
    expect(read).toMatchObject({ sale: 2000, refund: 2000 })
  })

  it.each(['交易关闭', 'cancelled', 'Pending Payment', '待付款'])('with the status %s is none', (status) => {
    expect(order(header, [`1|2024-01-01|u|5|${status}||`])).toEqual({ reason: 'not_paid' })
  })

  it('names its currency by code, sign or word', () => {
    expect(order(header, ['1|2024-01-01|u|5||美元|']).properties).toMatchObject({ currency: 'USD' })
    expect(order(header, ['1|2024-01-01|u|5||doubloon|'])).toEqual({ reason: 'unknown_currency' })
    expect(order(header, ['1|2024-01-01|u|5||EUR|'])).toEqual({ reason: 'no_exchange_rate' })
    expect(order(header, ['1|2024-01-01|u|5||USD|', '1|2024-01-01|u|5||CNY|'])).toEqual({
      reason: 'mixed_currencies',
    })
  })

  it('whose rows disagree on the total is refused', () => {
    expect(order(header, ['1|2024-01-01|u|5|||', '1|2024-01-01|u|6|||'])).toEqual({ reason: 'mixed_totals' })
    expect(order(header, ['1|2024-01-01|u|5|||', '1|2024-01-01|u|5.00|||'])).toMatchObject({ sale: 500 })
  })

  it('reads its products from a JSON list', () => {
    const list = '[{"id":"p1","title":"牙刷","price":"12.50","qty":2,"secret":{}},{"name":"b"}]'
    const columns = 'order_id|ordered_at|user_id|total|products'
    expect(order(columns, [`1|2024-01-01|u|25|${list}`]).properties?.products).toEqual([
      { product_id: 'p1', name: '牙刷', price: 12.5, quantity: 2 },
      { quantity: 1, name: 'b' },
    ])
    expect(order(columns, ['1|2024-01-01|u|25|[1'])).toEqual({ reason: 'invalid_products' })
  })
})

it('lines of an order that were cancelled or refunded one by one count one by one', () => {
  const header = 'order_id|ordered_at|user_id|status|line_total'
  const read = order(header, [
    '1|2024-01-01|u|已完成|10',
    '1|2024-01-01|u|交易关闭|20',
    '1|2024-01-01|u|已退款|5',
  ])
  expect(read).toMatchObject({ sale: 1500, refund: 500, dropped: [[2, 'not_paid']] })
})

it('an order of more products than a message may hold keeps its amount and says what was cut', () => {
  const lines = Array.from({ length: 2_000 }, (_, n) => `1|sku${n}|name|1|2024-01-01|1|u|`)
  const { order: verdict } = readOrder(mappingOf(till), rowsOf(...lines))
  expect(verdict).toMatchObject({ ok: { sale: { minor: 200_000 } }, warnings: [{ warning: 'products_cut' }] })
  if ('ok' in verdict) expect(JSON.stringify(verdict.ok.sale).length).toBeLessThan(400_000)
})

it('the same order has the same message ids in every file of its source', () => {
  const read = (options: Partial<MappingInput['options']>) => {
    const mapping = mappingOf(till, options)
    const { order: verdict } = readOrder(
      mapping,
      rowsOf('1|a|A|1|2024-01-01|5|u|', '1|a|A|-1|2024-01-01|5|u|'),
    )
    if ('rejected' in verdict) return []
    return [orderIdentify(mapping, verdict.ok, '1'), ...orderMessages(mapping, verdict.ok, '1')]
  }
  const ids = (options = {}) => read(options).map((message) => message.messageId)
  expect(new Set(ids()).size).toBe(3)
  expect(ids()).toEqual(ids())
  expect(ids({ source: 'other' })).not.toEqual(ids())
  expect(read({}).map((message) => [message.type, message.event, message.timestamp])).toEqual([
    ['identify', undefined, '2023-12-31T16:00:00.000Z'],
    ['track', 'Order Completed', '2023-12-31T16:00:00.000Z'],
    ['track', 'Order Refunded', '2023-12-31T16:00:00.000Z'],
  ])
})

describe('a row of customers', () => {
  const header = 'user_id|email|phone|name|birthday|tags|trait:height#number|trait:vip#boolean|updated_at'
  const customer = (line: string, options = {}) =>
    readCustomer(mappingOf(header, options), 7, line.split('|'))

  it('becomes an identify message with traits in canonical form', () => {
    expect(customer('7.0|ADA@Example.com|13812345678|张 三|1990/5/1|a,b|170.5|是|2024-03-01 08:00')).toEqual({
      ok: {
        messageId: expect.any(String),
        type: 'identify',
        userId: '7',
        traits: {
          email: 'ada@example.com',
          phone: '+8613812345678',
          name: '张三',
          birthday: '1990-05-01',
          tags: ['a', 'b'],
          height: 170.5,
          vip: true,
        },
        context: { import_id: 'import-1' },
        timestamp: '2024-03-01T00:00:00.000Z',
      },
      warnings: [],
    })
  })

  it('is of the time of the import unless it says otherwise, and never of the future', () => {
    const time = (text: string) => {
      const verdict = customer(`7||||||||${text}`)
      return 'ok' in verdict ? verdict.ok.timestamp : verdict.rejected.reason
    }
    expect(time('')).toBe(importedAt)
    expect(time('2099-01-01')).toBe(importedAt)
    expect(time('some day')).toBe('invalid_date')
  })

  it('without the identifier that the import goes by is refused', () => {
    const reason = (line: string, key: 'user_id' | 'email' | 'phone') => {
      const verdict = customer(line, { key })
      return 'rejected' in verdict ? verdict.rejected.reason : 'ok'
    }
    expect(reason('|ada@example.com|||||||', 'user_id')).toBe('no_key')
    expect(reason('|ada@example.com|||||||', 'email')).toBe('ok')
    expect(reason('7|nobody|||||||', 'email')).toBe('invalid_email')
    expect(reason('7||12345|||||', 'phone')).toBe('invalid_phone')
    expect(reason('-||||||||', 'user_id')).toBe('no_key')
  })

  it('known by address is the same visitor in every file', () => {
    const id = (line: string) => {
      const verdict = customer(line, { key: 'email' })
      return 'ok' in verdict ? [verdict.ok.userId, verdict.ok.anonymousId] : []
    }
    expect(id('|ADA@example.com|||||||')).toEqual(id('|ada@example.com||x||||'.padEnd(30, '|')))
    expect(id('7|ada@example.com|||||||')).toEqual(['7', undefined])
  })

  it('warns of values that it had to drop', () => {
    const verdict = customer('7|nobody|123||soon||||')
    expect('ok' in verdict && verdict.warnings.map(({ warning }) => warning)).toEqual([
      'dropped_email',
      'dropped_phone',
      'dropped_date',
    ])
  })
})

describe('a row of events', () => {
  const header = 'event|occurred_at|user_id|email|anonymous_id|event_id|property:price#number|property:items'
  const event = (line: string, options = {}) => readEvent(mappingOf(header, options), 3, line.split('|'))

  it('becomes a track message, and an identify message when it names an address', () => {
    const verdict = event('Viewed|2024-03-01T00:00:00Z|u|a@example.com|||12.5|["a"]')
    expect(verdict).toMatchObject({
      ok: {
        identify: { type: 'identify', userId: 'u', traits: { email: 'a@example.com' } },
        track: { event: 'Viewed', userId: 'u', properties: { price: 12.5, items: ['a'] } },
      },
    })
    const plain = event('Viewed|2024-03-01T00:00:00Z|u|||m-1||')
    expect(plain).toMatchObject({ ok: { identify: null, track: { messageId: 'm-1' } } })
  })

  it('may be of an unknown visitor', () => {
    expect(event('Viewed|2024-03-01|||visitor|||')).toMatchObject({
      ok: { track: { anonymousId: 'visitor' } },
    })
    expect(event('Viewed|2024-03-01||||||')).toMatchObject({ rejected: { reason: 'no_key' } })
  })

  it('needs a name and a time', () => {
    expect(event('|2024-03-01|u|||||')).toMatchObject({ rejected: { reason: 'no_event_name' } })
    expect(event('|2024-03-01|u|||||', { eventName: 'Visited' })).toMatchObject({
      ok: { track: { event: 'Visited' } },
    })
    expect(event('Viewed||u|||||')).toMatchObject({ rejected: { reason: 'no_date' } })
    expect(event('Viewed|2024-02-30|u|||||')).toMatchObject({ rejected: { reason: 'invalid_date' } })
  })
})
