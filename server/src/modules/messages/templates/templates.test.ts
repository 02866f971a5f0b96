import type { TemplateContent, TemplateVariant, TraitDefinition } from '@rapport/contract'
import { describe, expect, test } from 'vitest'
import { checkVariant, resultOf } from './check'
import { compileVariant } from './compile'
import { compileContent } from './content'
import { TemplateError } from './liquid'
import type { Tracking } from './own-tags'
import { localeFor, renderVariant, type Scope } from './render'
import { editDistance, suggest } from './suggest'
import { variablesOf } from './variables'

const formatting = { locale: 'en', timezone: 'Asia/Shanghai', currency: 'CNY' }
const trait = (name: string, type: TraitDefinition['type'] = 'text'): TraitDefinition => ({
  name,
  family: 'basic',
  type,
  sensitivity: 'personal',
  computed: false,
})
const variables = variablesOf([
  trait('email'),
  trait('first_name'),
  trait('city'),
  trait('revenue', 'money'),
  trait('tags', 'list'),
])

const body = (inner: string) =>
  `<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n${inner}\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>`
const unsubscribe = '<mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>'

function buildVariant(changes: Partial<TemplateVariant> = {}): TemplateVariant {
  return { subject: 'Hello', preheader: '', mjml: body(unsubscribe), text: null, ...changes }
}

function buildScope(customer: Scope['customer'] = {}): Scope {
  return {
    customer,
    workspace: { name: 'Shop' },
    campaign: { name: 'Spring' },
    unsubscribe_url: 'https://shop.example/u/t',
    preference_url: 'https://shop.example/u/t',
  }
}

async function render(
  variant: TemplateVariant,
  customer: Scope['customer'] = {},
  track: Tracking | null = null,
) {
  const compiled = await compileVariant('en', variant)
  return renderVariant(compiled.variant, { formatting, scope: buildScope(customer), track })
}

async function findingsOf(variant: TemplateVariant, kind: TemplateContent['kind'] = 'marketing') {
  const compiled = await compileVariant('en', variant)
  return resultOf([...compiled.findings, ...checkVariant('en', variant, { kind, variables, formatting })])
}

describe('a rendered message', () => {
  test('shows the customer’s values, escaped in the HTML and plain in the text and subject', async () => {
    const variant = buildVariant({
      subject: 'For {{ customer.first_name | default: "you" }}',
      mjml: body(`<mj-text>Dear {{ customer.first_name | default: "friend" }}</mj-text>${unsubscribe}`),
    })
    const rendered = await render(variant, { first_name: '<b>O’Neil & 李</b>' })
    expect(rendered.subject).toBe('For <b>O’Neil & 李</b>')
    expect(rendered.html).toContain('Dear &lt;b&gt;O’Neil &amp; 李&lt;/b&gt;')
    expect(rendered.text).toContain('Dear <b>O’Neil & 李</b>')
    expect((await render(variant)).subject).toBe('For you')
  })

  test('has a subject of one line whatever the values hold', async () => {
    const rendered = await render(buildVariant({ subject: 'Hi {{ customer.first_name }}' }), {
      first_name: 'Li\r\nBcc: all@customer.example',
    })
    expect(rendered.subject).toBe('Hi Li Bcc: all@customer.example')
  })

  test('formats money, shares, numbers and dates for the reader and the workspace’s zone', async () => {
    const text =
      '{{ customer.revenue | money }} {{ 0.125 | percent }} {{ 1234567 | number }} {{ "2026-01-01T20:00:00Z" | date: "%Y-%m-%d" }}'
    expect((await render(buildVariant({ text }), { revenue: 123_450 })).text).toBe(
      'CN¥1,234.50 12.5% 1,234,567 2026-01-02',
    )
  })

  test('cannot reach prototypes, functions or files', async () => {
    const text = '{{ customer.constructor }}{{ customer.__proto__ }}{{ "x".constructor.name }}'
    expect((await render(buildVariant({ text }), { first_name: 'x' })).text).toBe('')
    const { findings } = await findingsOf(buildVariant({ text: '{% include "/etc/passwd" %}' }))
    expect(findings[0]).toMatchObject({ code: 'liquid_syntax', part: 'text', line: 1 })
  })

  test('has an invisible inbox line before the content', async () => {
    const { html, text } = await render(buildVariant({ preheader: 'Only <today> {{ customer.city }}' }), {
      city: 'A&B',
    })
    expect(html).toMatch(/<body[^>]*><div style="display:none[^>]*>Only &lt;today&gt; A&amp;B<\/div>/)
    expect(text).not.toContain('Only')
  })

  test('keeps conditions and loops that stand in mj-raw', async () => {
    const mjml = `<mjml><mj-body><mj-raw>{% for tag in customer.tags %}</mj-raw><mj-section><mj-column><mj-text>[{{ tag }}]</mj-text></mj-column></mj-section><mj-raw>{% endfor %}</mj-raw></mj-body></mjml>`
    const { html, text } = await render(buildVariant({ mjml }), { tags: ['a', 'b'] })
    expect(html.match(/\[[ab]\]/g)).toEqual(['[a]', '[b]'])
    expect(text.match(/\[[ab]\]/g)).toEqual(['[a]', '[b]'])
  })
})

describe('links', () => {
  const mjml = body(
    `<mj-button href="https://shop.example/a?x=1&amp;y={{ customer.city }}">Go</mj-button><mj-text><a href='https://shop.example/b'>b</a> <a href="mailto:hi@shop.example">mail</a> <a href="{{ customer.site }}">site</a></mj-text>${unsubscribe}`,
  )
  const track: Tracking = {
    link: (index, url) => `https://t.example/${index}?${encodeURIComponent(url)}`,
    pixelUrl: 'https://t.example/o',
  }

  test('are tracked with their final address, and an opening by a picture', async () => {
    const { html } = await render(buildVariant({ mjml }), { city: 'A"B', site: 'https://li.example' }, track)
    expect(html).toContain(
      `href="https://t.example/1?${encodeURIComponent('https://shop.example/a?x=1&y=A"B')}"`,
    )
    expect(html).toContain('href="https://t.example/2?https%3A%2F%2Fshop.example%2Fb"')
    expect(html).toContain('href="mailto:hi@shop.example"')
    expect(html).toContain('href="https://t.example/4?https%3A%2F%2Fli.example"')
    expect(html).toContain('<img src="https://t.example/o"')
  })

  test('of our own are left alone, and without tracking all are as written', async () => {
    const tracked = await render(buildVariant({ mjml }), {}, track)
    expect(tracked.html).toContain('href="https://shop.example/u/t"')
    const plain = await render(buildVariant({ mjml }), {})
    expect(plain.html).toContain('href="https://shop.example/b"')
    expect(plain.html).not.toContain('<img src="https://t')
  })

  test('that would run code lead nowhere', async () => {
    const { html } = await render(buildVariant({ mjml }), { site: 'javascript:alert(1)' }, track)
    expect(html).not.toContain('javascript:')
    expect(html).toContain('href="#"')
  })
})

describe('a template without end', () => {
  test.each([
    ['a huge range', '{% for i in (1..100000000) %}x{% endfor %}'],
    ['loops in loops', '{% for i in (1..3000) %}{% for j in (1..3000) %}{% endfor %}{% endfor %}'],
    [
      'a text that doubles',
      '{% assign s = "x" %}{% for i in (1..100) %}{% assign s = s | append: s %}{% endfor %}',
    ],
  ])('is stopped: %s', async (_name, text) => {
    await expect(render(buildVariant({ text }))).rejects.toMatchObject({ code: 'render_limit' })
    await expect(render(buildVariant({ text }))).rejects.toBeInstanceOf(TemplateError)
  })
})

describe('the check', () => {
  test('lets a good template launch and says nothing', async () => {
    const variant = buildVariant({
      mjml: body(
        `<mj-text>{% if customer.city %}In {{ customer.city }}{% endif %} {{ customer.first_name | default: "friend" }}</mj-text>${unsubscribe}`,
      ),
    })
    expect(await findingsOf(variant)).toEqual({ canLaunch: true, findings: [] })
  })

  test.each([
    [
      'an unknown variable',
      { mjml: body(`<mj-text>{{ customer.frist_name | default: "x" }}</mj-text>${unsubscribe}`) },
      {
        code: 'unknown_variable',
        line: 5,
        subject: 'customer.frist_name',
        suggestions: ['customer.first_name'],
      },
    ],
    [
      'a variable without its group',
      { subject: '{{ first_name }}' },
      { code: 'unknown_variable', part: 'subject', suggestions: ['customer.first_name'] },
    ],
    [
      'a missing unsubscribe link',
      { mjml: body('<mj-text>Hi</mj-text>') },
      { code: 'missing_unsubscribe', part: 'mjml' },
    ],
    [
      'Liquid that does not end',
      { mjml: body(`<mj-text>\n{% if customer.city %}x</mj-text>${unsubscribe}`) },
      { code: 'liquid_syntax', line: 6 },
    ],
    [
      'an unknown filter',
      { mjml: body(`<mj-text>{{ customer.city | shout }}</mj-text>${unsubscribe}`) },
      { code: 'liquid_syntax', line: 5 },
    ],
    [
      'an element that is not closed',
      { mjml: '<mjml>\n<mj-body>\n<mj-section>\n<mj-column></mj-column>\n</mj-body></mjml>' },
      { code: 'mjml_syntax', line: 3, subject: 'mj-section' },
    ],
    [
      'an element that does not exist',
      { mjml: body(`<mj-txet>x</mj-txet>${unsubscribe}`) },
      { code: 'mjml_syntax', line: 5, subject: 'mj-txet' },
    ],
    ['no MJML at all', { mjml: 'hello {{ unsubscribe_url }}' }, { code: 'mjml_syntax', line: 1 }],
    [
      'Liquid that the layout drops',
      {
        mjml:
          '<mjml><mj-body>\n{% if customer.city %}<mj-section><mj-column>' +
          unsubscribe +
          '</mj-column></mj-section>{% endif %}\n</mj-body></mjml>',
      },
      { code: 'lost_liquid', line: 2, subject: '{% if customer.city %}' },
    ],
    ['an empty subject', { subject: '  ' }, { code: 'empty_subject' }],
    [
      'a link to nowhere',
      { mjml: body(`<mj-button href="">x</mj-button>${unsubscribe}`) },
      { code: 'invalid_link', line: 5 },
    ],
  ] as const)('refuses %s', async (_name, changes, expected) => {
    const { canLaunch, findings } = await findingsOf(buildVariant(changes))
    expect(canLaunch).toBe(false)
    expect(findings).toContainEqual(expect.objectContaining({ level: 'error', ...expected }))
  })

  test.each([
    [
      'a variable without fallback',
      { mjml: body(`<mj-text>\n{{ customer.city }}</mj-text>${unsubscribe}`) },
      { code: 'missing_fallback', line: 6, subject: 'customer.city' },
    ],
    [
      'a link without https',
      { mjml: body(`<mj-text><a href="http://shop.example">x</a></mj-text>${unsubscribe}`) },
      { code: 'insecure_link', line: 5 },
    ],
    [
      'an attribute that does not exist',
      { mjml: body(`<mj-text colour="red">x</mj-text>${unsubscribe}`) },
      { code: 'mjml_attribute', line: 5 },
    ],
    [
      'a picture without words',
      { mjml: body(`<mj-image src="https://shop.example/a.png" />${unsubscribe}`) },
      { code: 'missing_alt', line: 5 },
    ],
    [
      'HTML taken from a customer',
      { mjml: body(`<mj-text>{{ customer.city | default: "" | raw }}</mj-text>${unsubscribe}`) },
      { code: 'unescaped_output' },
    ],
    ['a text part without unsubscribe link', { text: 'Hi' }, { code: 'missing_unsubscribe_text' }],
    ['a long subject', { subject: 'x'.repeat(61) }, { code: 'long_subject' }],
  ] as const)('warns of %s', async (_name, changes, expected) => {
    const { canLaunch, findings } = await findingsOf(buildVariant(changes))
    expect(findings).toContainEqual(expect.objectContaining({ level: 'warning', ...expected }))
    expect(canLaunch).toBe(true)
  })

  test.each([
    ['comments that do not end', '<!--'.repeat(70_000)],
    ['tags that do not end', body(`<mj-text>${'<a '.repeat(90_000)}</mj-text>`)],
    ['a tag of Liquid that does not end', `<mjml><mj-body><mj-text ${'{{a}}'.repeat(400)}`],
    ['Liquid that does not end', body(`<mj-text>${'{%'.repeat(140_000)}</mj-text>`)],
    ['outputs without number', body(`<mj-text>${'{{a}}'.repeat(55_000)}</mj-text>`)],
    ['elements in elements', body(`<mj-text>${'<div>'.repeat(20_000)}</mj-text>`)],
    ['layout in layout', `<mjml><mj-body>${'<mj-wrapper>'.repeat(500)}`],
    ['pictures without number', body('<mj-image />'.repeat(20_000))],
  ])('refuses %s before they take the time or the stack of an engine', async (_name, mjml) => {
    const { canLaunch, findings } = await findingsOf(buildVariant({ mjml: mjml.slice(0, 300_000) }))
    expect(canLaunch).toBe(false)
    expect(findings.some(({ code }) => code === 'mjml_syntax' || code === 'liquid_syntax')).toBe(true)
  })

  test('refuses an unsubscribe link that stands where nobody sees it', async () => {
    const mjml = body('<mj-text>Hi {% if false %}<a href="{{ unsubscribe_url }}">u</a>{% endif %}</mj-text>')
    const content = (kind: TemplateContent['kind']) => ({
      name: 'x',
      kind,
      fromName: '',
      fromAddress: '',
      replyTo: '',
      defaultLocale: 'en' as const,
      variants: { en: buildVariant({ mjml }) },
    })
    const asked = { variables, timezone: 'UTC', currency: 'USD' }
    const { findings } = await compileContent(content('marketing'), asked)
    expect(findings).toMatchObject([{ level: 'error', code: 'missing_unsubscribe', part: 'mjml' }])
    expect((await compileContent(content('transactional'), asked)).findings).toEqual([])
  })

  test('asks no unsubscribe link of a transactional message', async () => {
    expect(
      (await findingsOf(buildVariant({ mjml: body('<mj-text>Paid</mj-text>') }), 'transactional')).canLaunch,
    ).toBe(true)
  })

  test('knows loop and assigned variables from those that come from outside', async () => {
    const mjml = body(
      `<mj-text>{% assign greeting = "Hi" %}{{ greeting }}{% for tag in customer.tags %}{{ tag }}{{ forloop.index }}{% endfor %}</mj-text>${unsubscribe}`,
    )
    expect((await findingsOf(buildVariant({ mjml }))).findings).toEqual([])
  })
})

test('suggestions are near, few and the nearest first', () => {
  expect(suggest('customer.citi', ['customer.city', 'customer.email', 'workspace.name'])).toEqual([
    'customer.city',
  ])
  expect(suggest('zzzzzzz', ['customer.city'])).toEqual([])
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('nmae', 'name')).toBe(1)
  expect(editDistance('', 'ab')).toBe(2)
})

test('a person gets the variant of their language, else the default one', () => {
  const content = {
    defaultLocale: 'zh-CN',
    variants: { 'zh-CN': buildVariant(), en: buildVariant() },
  } as const
  const onlyChinese = { defaultLocale: 'zh-CN', variants: { 'zh-CN': buildVariant() } } as const
  expect(['zh-Hant', 'EN_us', 'fr', null, 7].map((language) => localeFor(content, language))).toEqual([
    'zh-CN',
    'en',
    'zh-CN',
    'zh-CN',
    'zh-CN',
  ])
  expect(localeFor(onlyChinese, 'en')).toBe('zh-CN')
})
