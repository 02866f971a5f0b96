import { describe, expect, it } from 'vitest'
import {
  normaliseConsent,
  normaliseCountry,
  normaliseCurrency,
  normaliseDate,
  normaliseEmail,
  normaliseGender,
  normaliseLanguage,
  normaliseMoment,
  normaliseName,
  normalisePhone,
  normaliseRegion,
  normaliseTraits,
} from './index'

describe('a phone number becomes E.164', () => {
  it.each([
    ['13812345678', 'CN', '+8613812345678'],
    ['138 1234 5678', 'CN', '+8613812345678'],
    ['138-1234-5678', 'CN', '+8613812345678'],
    ['１３８１２３４５６７８', 'CN', '+8613812345678'],
    ['＋８６ 138 1234 5678', 'CN', '+8613812345678'],
    ['+86 138 1234 5678', 'US', '+8613812345678'],
    ['008613812345678', 'CN', '+8613812345678'],
    ['008613812345678', 'US', '+8613812345678'],
    ['8613812345678', 'CN', '+8613812345678'],
    ["'13812345678", 'CN', '+8613812345678'],
    ['13812345678.0', 'CN', '+8613812345678'],
    [13812345678, 'CN', '+8613812345678'],
    ['010-65551234', 'CN', '+861065551234'],
    ['(010)6555 1234', 'CN', '+861065551234'],
    ['400-820-8820', 'CN', '+864008208820'],
    ['07911 123456', 'GB', '+447911123456'],
    ['(202) 555-0143', 'US', '+12025550143'],
  ])('%s in %s is %s', (text, country, expected) => {
    expect(normalisePhone(text, country)).toBe(expected)
  })

  it.each(['12345678901', '1.38E+10', '110', '', 'call me', '1'.repeat(1_000), '+', '+86', '１３８'])(
    'refuses %s',
    (text) => {
      expect(normalisePhone(text, 'CN')).toBeNull()
    },
  )

  it('refuses numbers that are not whole, and an unknown default country does no harm', () => {
    expect(normalisePhone(Number.NaN, 'CN')).toBeNull()
    expect(normalisePhone(-13812345678, 'CN')).toBeNull()
    expect(normalisePhone('+8613812345678', 'ZZ')).toBe('+8613812345678')
    expect(normalisePhone('13812345678', 'ZZ')).toBeNull()
  })
})

describe('an e-mail address is lower-cased and checked, and otherwise left as it was given', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ＡＤＡ＠example．com', 'ada@example.com'],
    ['ada@example。com', 'ada@example.com'],
    ['mailto:ada@example.com', 'ada@example.com'],
    ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
    ['"Lovelace, Ada" <ada@example.com>', 'ada@example.com'],
    ['a.d.a+news@gmail.com', 'a.d.a+news@gmail.com'],
    ['张三@例子.中国', '张三@xn--fsqu00a.xn--fiqs8s'],
    ["o'hara@example.co.uk", "o'hara@example.co.uk"],
    ['123456@qq.com', '123456@qq.com'],
  ])('%s is %s', (text, expected) => {
    expect(normaliseEmail(text)).toBe(expected)
  })

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada @example.com',
    'ada@exa mple.com',
    'a..b@example.com',
    '.a@example.com',
    'ada@-example.com',
    'ada@example.123',
    'ada@@example.com',
    'ada@example.com, bob@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.com`,
    'a@b.c\nBcc: x@example.com',
  ])('refuses %j', (text) => {
    expect(normaliseEmail(text)).toBeNull()
  })
})

describe('a moment becomes ISO 8601 UTC', () => {
  it.each([
    ['2024-03-01T08:05:06.789Z', '2024-03-01T08:05:06.789Z'],
    ['2024-03-01T08:05:06+08:00', '2024-03-01T00:05:06.000Z'],
    ['2024-03-01 08:05:06 +0800', '2024-03-01T00:05:06.000Z'],
    ['2024-03-01T08:05:06.123456789Z', '2024-03-01T08:05:06.123Z'],
    ['2024-03-01', '2024-03-01T00:00:00.000Z'],
    ['2024/3/1 8:05', '2024-03-01T08:05:00.000Z'],
    ['2024.3.1', '2024-03-01T00:00:00.000Z'],
    ['2024年3月1日', '2024-03-01T00:00:00.000Z'],
    ['2024年3月1日 8时5分6秒', '2024-03-01T08:05:06.000Z'],
    ['2024年3月1日 下午3:05', '2024-03-01T15:05:00.000Z'],
    ['２０２４／３／１　８：０５', '2024-03-01T08:05:00.000Z'],
    ['20240301', '2024-03-01T00:00:00.000Z'],
    ['20240301080506', '2024-03-01T08:05:06.000Z'],
    ['20240301T080506Z', '2024-03-01T08:05:06.000Z'],
    ['Fri, 01 Mar 2024 08:05:06 +0800', '2024-03-01T00:05:06.000Z'],
    ['Fri, 01 Mar 2024 08:05:06 GMT', '2024-03-01T08:05:06.000Z'],
    ['Fri Mar 01 2024 08:05:06 GMT+0800 (China Standard Time)', '2024-03-01T00:05:06.000Z'],
    ['March 1st, 2024', '2024-03-01T00:00:00.000Z'],
    ['1 Mar 2024 8:05 pm', '2024-03-01T20:05:00.000Z'],
    ['01-MAR-24', '2024-03-01T00:00:00.000Z'],
    ['01.03.2024 08:05', '2024-03-01T08:05:00.000Z'],
    ['31/12/2024', '2024-12-31T00:00:00.000Z'],
    ['12/31/2024 11:59 PM', '2024-12-31T23:59:00.000Z'],
    ['12/31/2024 12:00 AM', '2024-12-31T00:00:00.000Z'],
    ['1709251506', '2024-03-01T00:05:06.000Z'],
    ['1709251506789', '2024-03-01T00:05:06.789Z'],
    [1709251506, '2024-03-01T00:05:06.000Z'],
    [1709251506.5, '2024-03-01T00:05:06.500Z'],
    [1709251506789, '2024-03-01T00:05:06.789Z'],
  ])('%s is %s', (text, expected) => {
    expect(normaliseMoment(text)).toBe(expected)
  })

  it.each([
    '',
    'yesterday',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-03-01T25:00',
    '0000-01-01',
    '1899-12-31',
    '2200-01-01',
    '9999-12-31',
    '2024-03-01T08:05:06+99:00',
    '03/04/2024',
    '1',
    '-1',
    '2024',
    '2024-03',
    'Infinity',
    '1e21',
    `2024-03-01 ${'x'.repeat(500)}`,
  ])('refuses %s', (text) => {
    expect(normaliseMoment(text)).toBeNull()
  })

  it('reads 03/04/2024 as the source declares', () => {
    expect(normaliseMoment('03/04/2024', { order: 'dmy' })).toBe('2024-04-03T00:00:00.000Z')
    expect(normaliseMoment('03/04/2024', { order: 'mdy' })).toBe('2024-03-04T00:00:00.000Z')
    expect(normaliseMoment('12/1/10 8:26', { order: 'mdy' })).toBe('2010-12-01T08:26:00.000Z')
  })

  it('puts a time without a zone into the zone of the source, across clock changes too', () => {
    expect(normaliseMoment('2024-03-01 08:00', { zone: 'Asia/Shanghai' })).toBe('2024-03-01T00:00:00.000Z')
    expect(normaliseMoment('2024-07-01 08:00', { zone: 'Europe/London' })).toBe('2024-07-01T07:00:00.000Z')
    expect(normaliseMoment('2024-12-01 08:00', { zone: 'Europe/London' })).toBe('2024-12-01T08:00:00.000Z')
    const newYork = (text: string) => normaliseMoment(text, { zone: 'America/New_York' })
    expect(newYork('2024-03-10 01:59')).toBe('2024-03-10T06:59:00.000Z')
    expect(newYork('2024-03-10 02:30')).toBe('2024-03-10T07:30:00.000Z')
    expect(newYork('2024-03-10 03:00')).toBe('2024-03-10T07:00:00.000Z')
    expect(newYork('2024-11-03 01:30')).toBe('2024-11-03T05:30:00.000Z')
    expect(normaliseMoment('1900-01-01', { zone: 'Asia/Shanghai' })).toBeNull()
  })
})

describe('a date is the one that was written', () => {
  it.each([
    ['1990-05-01', '1990-05-01'],
    ['1990-05-01T00:00:00+08:00', '1990-05-01'],
    ['1990年5月1日', '1990-05-01'],
    ['19081209', '1908-12-09'],
    [19081209, '1908-12-09'],
    [45352, '2024-03-01'],
    ['45352.5', '2024-03-01'],
    ['5/13/1990', '1990-05-13'],
  ])('%s is %s', (text, expected) => {
    expect(normaliseDate(text)).toBe(expected)
  })

  it.each(['1990-02-30', '0001-01-01', '90-05-01', '13/5/90', '99999999', '3', ''])('refuses %s', (text) => {
    expect(normaliseDate(text)).toBeNull()
  })
})

it.each([
  ['China', 'CN'],
  ['中国', 'CN'],
  ['CHN', 'CN'],
  ['cn', 'CN'],
  ['中國', 'CN'],
  ['中国香港', 'HK'],
  ['Hong Kong', 'HK'],
  ['臺灣', 'TW'],
  ['United Kingdom', 'GB'],
  ['UK', 'GB'],
  ['英国', 'GB'],
  ['EIRE', 'IE'],
  ['RSA', 'ZA'],
  ['U.S.A.', 'US'],
  ['美国', 'US'],
  ['Czech Republic', 'CZ'],
  ['United Arab Emirates', 'AE'],
  ['阿联酋', 'AE'],
  ['Trinidad and Tobago', 'TT'],
  ["Côte d'Ivoire", 'CI'],
  ['Unspecified', null],
  ['European Community', null],
  ['Channel Islands', null],
  ['ZZ', null],
  ['', null],
  ['constructor', null],
])('the country %s is %s', (text, expected) => {
  expect(normaliseCountry(text)).toBe(expected)
})

it.each([
  ['广东', '广东'],
  ['广东省', '广东'],
  ['Guangdong', '广东'],
  ['GUANGDONG PROVINCE', '广东'],
  ['CN-GD', '广东'],
  ['粤', '广东'],
  ['内蒙古自治区', '内蒙古'],
  ['Inner Mongolia', '内蒙古'],
  ['Shanxi', '山西'],
  ['Shaanxi', '陕西'],
  ['上海市', '上海'],
  ['中国上海', '上海'],
  ['香港特别行政区', '香港'],
  ['新疆维吾尔自治区', '新疆'],
  ['Bavaria', 'Bavaria'],
  ['  New   South Wales ', 'New South Wales'],
  ['', null],
])('the region %s is %s', (text, expected) => {
  expect(normaliseRegion(text)).toBe(expected)
})

it('leaves a region of another country alone', () => {
  expect(normaliseRegion('Hainan', 'DE')).toBe('Hainan')
  expect(normaliseRegion('Hainan', 'CN')).toBe('海南')
})

it.each([
  ['￥', null, 'CNY'],
  ['¥', 'JP', 'JPY'],
  ['RMB', null, 'CNY'],
  ['人民币', null, 'CNY'],
  ['人民币(CNY)', null, 'CNY'],
  ['cny', null, 'CNY'],
  ['$', null, 'USD'],
  ['$', 'HK', 'HKD'],
  ['HK$', null, 'HKD'],
  ['欧元', null, 'EUR'],
  ['￡', null, 'GBP'],
  ['ＧＢＰ', null, 'GBP'],
  ['doubloon', null, null],
  ['', null, null],
])('the currency %s in %s is %s', (text, country, expected) => {
  expect(normaliseCurrency(text, country)).toBe(expected)
})

it.each([
  ['男', 'male'],
  ['M', 'male'],
  [1, 'male'],
  ['女士', 'female'],
  ['Mrs.', 'female'],
  ['保密', 'unknown'],
  ['其他', 'other'],
  ['maybe', null],
])('the gender %s is %s', (text, expected) => {
  expect(normaliseGender(text)).toBe(expected)
})

it.each([
  [true, 'granted'],
  ['是', 'granted'],
  ['subscribed', 'granted'],
  [0, 'withdrawn'],
  ['退订', 'withdrawn'],
  ['perhaps', null],
])('the consent %s is %s', (word, expected) => {
  expect(normaliseConsent(word)).toBe(expected)
})

it.each([
  ['zh', 'zh-CN'],
  ['zh_CN.UTF-8', 'zh-CN'],
  ['简体中文', 'zh-CN'],
  ['zh-Hant-TW', 'zh-TW'],
  ['EN', 'en'],
  ['pt_br', 'pt-BR'],
  ['klingonish', null],
  ['??', null],
])('the language %s is %s', (text, expected) => {
  expect(normaliseLanguage(text)).toBe(expected)
})

it.each([
  ['张 三', '张三'],
  ['张　三', '张三'],
  ['买买提•艾力', '买买提·艾力'],
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['Ａｄａ', 'Ada'],
  ['A\u200bda\u0000', 'Ada'],
  ["Abbey O'Reilly", "Abbey O'Reilly"],
  ['NULL', null],
  ['-', null],
  ['无', null],
  [' ', null],
])('the name %j is %s', (text, expected) => {
  expect(normaliseName(text)).toBe(expected)
})

describe('the traits of an identify call', () => {
  const settings = { country: 'CN' }

  it('come out under our names with canonical values', () => {
    const { traits, problems } = normaliseTraits(
      {
        firstName: 'Ada',
        lastName: ' Lovelace ',
        email: 'ADA@Example.com',
        phone: '138 1234 5678',
        createdAt: '2024-03-01T08:05:06+08:00',
        birthday: '1990/5/1',
        gender: '女',
        address: { city: '深圳', state: '广东省', country: '中国', postalCode: '518000' },
        company: { name: 'Rapport', employee_count: 5 },
        consent_email: true,
        tags: 'vip, 老客 ,vip',
        plan: 'pro',
      },
      settings,
    )
    expect(problems).toEqual([])
    expect(traits).toEqual({
      first_name: 'Ada',
      last_name: 'Lovelace',
      email: 'ada@example.com',
      phone: '+8613812345678',
      created_at: '2024-03-01T00:05:06.000Z',
      birthday: '1990-05-01',
      gender: 'female',
      city: '深圳',
      region: '广东',
      country: 'CN',
      postal_code: '518000',
      company: 'Rapport',
      company_size: 5,
      consent_email: 'granted',
      tags: ['vip', '老客'],
      plan: 'pro',
    })
  })

  it('are dropped with a reason where a wrong value does harm, and kept as written elsewhere', () => {
    const { traits, problems } = normaliseTraits(
      {
        email: 'nobody',
        phone: '12345678901',
        country: 'Channel Islands',
        birthday: 'soon',
        gender: {},
        tags: [1],
      },
      settings,
    )
    expect(traits).toEqual({ country: 'Channel Islands' })
    expect(problems.map(({ trait, reason, isDropped }) => [trait, reason, isDropped])).toEqual([
      ['email', 'invalid_email', true],
      ['phone', 'invalid_phone', true],
      ['country', 'unknown_country', false],
      ['birthday', 'invalid_date', true],
      ['gender', 'unknown_gender', true],
      ['tags', 'invalid_tags', true],
    ])
  })

  it('take degrees from wherever a client puts them, and nothing that is no place on Earth', () => {
    const place = { latitude: 31.2304, longitude: 121.4737 }
    const taken = (given: Parameters<typeof normaliseTraits>[0]) => normaliseTraits(given, settings)
    expect(taken({ lat: '31.2304', lng: 121.4737 }).traits).toEqual(place)
    expect(taken({ location: { latitude: 31.2304, lon: '121.4737' } }).traits).toEqual(place)
    expect(taken({ address: place, latitude: 0 }).traits).toEqual({ ...place, latitude: 0 })
    expect(taken({ location: '上海' }).traits).toEqual({ location: '上海' })
    expect(taken({ latitude: 90.01, longitude: 'east' })).toEqual({
      traits: {},
      problems: [
        { trait: 'latitude', value: 90.01, reason: 'invalid_degrees', isDropped: true },
        { trait: 'longitude', value: 'east', reason: 'invalid_degrees', isDropped: true },
      ],
    })
  })

  it('keep a null, which takes the trait away, and leave out an empty text', () => {
    expect(normaliseTraits({ email: null, phone: '', city: 'N/A' }, settings)).toEqual({
      traits: { email: null },
      problems: [],
    })
  })

  it('prefer the name that is ours over the same trait inside an object', () => {
    expect(normaliseTraits({ address: { city: 'Bath' }, city: 'York' }, settings).traits).toEqual({
      city: 'York',
    })
  })

  it('survive names that every object has', () => {
    const hostile = JSON.parse('{"constructor": "a", "__proto__": "b", "toString": 1}')
    expect(normaliseTraits(hostile, settings).problems).toEqual([])
  })
})
