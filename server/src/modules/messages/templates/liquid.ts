import { Liquid, type Template } from 'liquidjs'
import { type Formatting, filtersFor } from './filters'
import { registerOwnTags } from './own-tags'

/** What one render may take. The count is the same on every machine; the time only stops what the count misses. */
const stepsMax = 50_000
const renderMsMax = 500
const memoryMax = 4_000_000
const sourceCharsMax = 1_000_000
const enginesMax = 64

export type Escaping = 'html' | 'none'

/** Where and why a template could not be read or rendered. */
export class TemplateError extends Error {
  constructor(
    readonly code: 'liquid_syntax' | 'render_failed' | 'render_limit',
    message: string,
    readonly line: number | null,
    readonly column: number | null,
  ) {
    super(message)
    this.name = 'TemplateError'
  }
}

export interface LiquidEngine {
  /** Throws TemplateError `liquid_syntax` with the place. */
  parse(source: string): Template[]
  /** Throws TemplateError; `render_limit` when it would not end or grows without bounds. */
  render(templates: Template[], scope: object): string
}

/** More than any template has. The place of each in its source is counted out: half a second for these in 300 kB. */
export const liquidTagsMax = 500

/** Whether a source has so many outputs and tags that nothing more should be done with it. */
export function hasTooManyTags(source: string): boolean {
  let count = 0
  for (let at = source.indexOf('{'); at >= 0; at = source.indexOf('{', at + 1))
    if ((source[at + 1] === '{' || source[at + 1] === '%') && ++count > liquidTagsMax) return true
  return false
}

const engines = new Map<string, LiquidEngine>()

/** The engine for one kind of output; engines are kept. */
export function liquidFor(escaping: Escaping, formatting: Formatting): LiquidEngine {
  const key = JSON.stringify([escaping, formatting])
  const known = engines.get(key)
  if (known) return known
  if (engines.size >= enginesMax) engines.clear()
  const engine = createEngine(escaping, formatting)
  engines.set(key, engine)
  return engine
}

function createEngine(escaping: Escaping, formatting: Formatting): LiquidEngine {
  const liquid = new Liquid({
    ...(escaping === 'html' && { outputEscape: 'escape' as const }),
    ownPropertyOnly: true,
    strictFilters: true,
    timezoneOffset: formatting.timezone,
    locale: formatting.locale,
    dateFormat: '%Y-%m-%d',
    parseLimit: sourceCharsMax,
    renderLimit: renderMsMax,
    memoryLimit: memoryMax,
    templates: {},
  })
  for (const [name, filter] of Object.entries(filtersFor(formatting))) liquid.registerFilter(name, filter)
  // A template stands alone: nothing is read from files.
  for (const name of ['include', 'render', 'layout', 'block']) delete liquid.tags[name]
  registerOwnTags(liquid)
  return {
    parse: (source) => guarded('liquid_syntax', () => liquid.parse(source)),
    render: (templates, scope) =>
      guarded('render_failed', () => liquid.renderSync(templates, scope, { templateLimit: stepsMax })),
  }
}

function guarded<T>(code: 'liquid_syntax' | 'render_failed', work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asTemplateError(error, code)
  }
}

function asTemplateError(error: unknown, code: 'liquid_syntax' | 'render_failed'): TemplateError {
  const { message, token } = error as Error & { token?: { getPosition?(): number[] } }
  const [line = null, column = null] = token?.getPosition?.() ?? []
  const isLimit = /limit exceeded|Invalid array length|Maximum call stack/i.test(message)
  const said = message.replace(/, line:\d+, col:\d+$/, '')
  return new TemplateError(isLimit && code === 'render_failed' ? 'render_limit' : code, said, line, column)
}
