import { describe, expect, it } from 'vitest'
import type { SourceRow } from '../source/row'
import { guessKind, guessMapping } from './guess'

const settings = {
  currency: 'CNY',
  country: 'CN',
  timezone: 'Asia/Shanghai',
  computedTraits: new Set(['orders', 'revenue']),
}

function table(text: string): { headers: string[]; rows: SourceRow[] } {
  const [header = '', ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.trim())
  return {
    headers: header.split('|'),
    rows: lines.map((line, index) => ({ row: index + 1, cells: line.split('|') })),
  }
}

function targets(kind: 'customers' | 'orders' | 'events', text: string) {
  const { headers, rows } = table(text)
  return guessMapping(kind, headers, rows, settings).columns.map((column) => column.target)
}

describe('columns are guessed from their names', () => {
  it('of a Chinese member list', () => {
    const text = `会员编号|姓名|手机号|性别|出生日期|省份|城市|会员等级|注册时间|是否订阅|余额
      V001|张三|13812345678|男|1990/5/1|广东|深圳|金卡|2024-01-01 10:00:00|是|12.5`
    expect(targets('customers', text)).toEqual([
      'user_id',
      'name',
      'phone',
      'gender',
      'birthday',
      'region',
      'city',
      'trait:member_level',
      'created_at',
      'consent_email',
      'trait:余额',
    ])
  })

  it('of a file of rejected rows that was mended: what we put before its own columns is left out', () => {
    const text = `row|reason|detail|会员编号|姓名
      40|no_key|user_id|V001|张三`
    expect(targets('customers', text)).toEqual([null, null, null, 'user_id', 'name'])
    expect(targets('customers', 'reason|会员编号\n      late|V001')).toContain('trait:reason')
  })

  it('of an English one', () => {
    const text = `Customer ID|First Name|Surname|E-mail Address|Mobile Phone|Date of Birth|Favourite Colour|Revenue
      7|Ada|Lovelace|ada@example.com|+44 7911 123456|10/12/1985|green|12`
    expect(targets('customers', text)).toEqual([
      'user_id',
      'first_name',
      'last_name',
      'email',
      'phone',
      'birthday',
      'trait:favourite_colour',
      'trait:given_revenue',
    ])
  })

  it('of the lines of a till', () => {
    const text = `InvoiceNo|StockCode|Description|Quantity|InvoiceDate|UnitPrice|CustomerID|Country
      536365|85123A|WHITE HOLDER|6|2010-12-01 08:26:00|2.55|17850.0|United Kingdom
      536366|22633|WARMER|6|2010-12-01 08:28:00|1.85|17850.0|United Kingdom
      C536379|D|Discount|-1|2010-12-01 09:41:00|27.5|14527.0|United Kingdom`
    expect(targets('orders', text)).toEqual([
      'order_id',
      'sku',
      'product_name',
      'quantity',
      'ordered_at',
      'unit_price',
      'user_id',
      'country',
    ])
    const { headers, rows } = table(text)
    expect(guessMapping('orders', headers, rows, settings).options).toMatchObject({
      key: 'user_id',
      refundPrefix: 'C',
    })
  })

  it('of a Chinese order export', () => {
    const text = `订单编号|下单时间|买家手机号|商品名称|单价(元)|数量|实付金额|订单状态|优惠金额|店铺名称
      T1|2024-03-01 08:05:00|13812345678|牙刷|¥12.50|2|¥25.00|交易成功|0|旗舰店`
    expect(targets('orders', text)).toEqual([
      'order_id',
      'ordered_at',
      'phone',
      'product_name',
      'unit_price',
      'quantity',
      'total',
      'status',
      'discount',
      'channel',
    ])
  })

  it('of events in the shape of the Segment spec', () => {
    const text = `messageId|event|userId|timestamp|properties.url|properties.price
      m1|Product Viewed|u1|2024-03-01T08:05:00Z|/a|12`
    expect(targets('events', text)).toEqual([
      'event_id',
      'event',
      'user_id',
      'occurred_at',
      'property:url',
      'property:price',
    ])
  })
})

describe('columns are guessed from their values', () => {
  it('when there is no header to go by', () => {
    const text = `A|B|C
      zhang@qq.com|13812345678|女
      li@163.com|13912345678|男`
    expect(targets('customers', text)).toEqual(['email', 'phone', 'gender'])
  })

  it('and a name that the values contradict is not believed', () => {
    const text = `email|order date|total
      no|none|n.a.
      nobody|never|free`
    expect(targets('orders', text)).toEqual(['property:email', 'property:order_date', 'property:total'])
  })

  it('of two columns that could be the same, the surer one gets it', () => {
    const text = `手机号|备用电话
      13812345678|13912345678
      13812345679|13912345670`
    expect(targets('customers', text)).toEqual(['phone', 'trait:备用电话'])
  })

  it('an empty column is left out', () => {
    expect(targets('customers', 'email|fax\nada@example.com|\n')).toEqual(['email', null])
  })
})

it('types of columns of their own come from their values', () => {
  const { headers, rows } = table(`email|height|zip code no|glasses|last call
    a@example.com|170|02139|true|2024-03-01
    b@example.com|165.5|10001|false|2024-03-02`)
  expect(guessMapping('customers', headers, rows, settings).columns.map((column) => column.type)).toEqual([
    'text',
    'number',
    'text',
    'boolean',
    'date',
  ])
})

describe('settings are guessed', () => {
  const options = (text: string) => {
    const { headers, rows } = table(text)
    return guessMapping('orders', headers, rows, settings).options
  }

  it('the order of days and months, from a value that settles it', () => {
    expect(options('order date\n03/04/2024\n13/04/2024').dateOrder).toBe('dmy')
    expect(options('order date\n03/04/2024\n04/13/2024').dateOrder).toBe('mdy')
    expect(options('order date\n2024-04-03').dateOrder).toBeNull()
  })

  it('decimal commas, and the currency from signs and headers', () => {
    expect(options('total\n1.234,50\n12,5').hasDecimalComma).toBe(true)
    expect(options('total\n1,234.50').hasDecimalComma).toBe(false)
    expect(options('total\n€12.50').currency).toBe('EUR')
    expect(options('金额(美元)\n12.50').currency).toBe('USD')
    expect(options('total\n12.50').currency).toBe('CNY')
  })

  it('the identifier that most rows have', () => {
    expect(options('email|phone\n|13812345678\na@example.com|13812345679').key).toBe('phone')
    expect(options('email|phone\na@example.com|').key).toBe('email')
  })
})

it.each([
  [['订单号', '金额', '手机号'], 'orders'],
  [['InvoiceNo', 'Quantity', 'UnitPrice', 'CustomerID'], 'orders'],
  [['姓名', '手机号', '生日'], 'customers'],
  [['event', 'userId', 'timestamp'], 'events'],
  [['x', 'y'], 'customers'],
] as const)('headers %s speak of %s', (headers, kind) => {
  expect(guessKind(headers)).toBe(kind)
})
