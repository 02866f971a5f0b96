import {
  type Arguments,
  analyzeSync,
  Output,
  Tag,
  type Template,
  TypeGuards,
  toValueSync,
  Value,
} from 'liquidjs'

/** Where a template takes a value from outside. */
export interface Use {
  readonly name: string
  readonly line: number
  readonly column: number
}

/** Every variable that comes from outside, wherever it stands; loop variables and assigned ones are not among them. */
export function globalUses(templates: Template[]): Use[] {
  return Object.values(analyzeSync(templates, { partials: false }).globals)
    .flat()
    .map(({ segments, location }) => ({
      name: segments
        .filter((segment) => typeof segment === 'string')
        .slice(0, 2)
        .join('.'),
      line: location.row,
      column: location.col,
    }))
}

export interface OutputUse extends Use {
  /** It says what to write when the value is missing, or stands inside a condition on it. */
  readonly hasFallback: boolean
  readonly isRaw: boolean
}

const conditionTags: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'for'])

/** Every `{{ … }}` that begins with a variable. */
export function outputUses(templates: readonly Template[]): OutputUse[] {
  return collect(templates, new Set())
}

function collect(templates: readonly Template[], guarded: ReadonlySet<string>): OutputUse[] {
  return templates.flatMap((template) => {
    if (template instanceof Output) return ofOutput(template, guarded)
    const children = template.children ? (toValueSync(template.children(false, true)) as Template[]) : []
    const tested = template.arguments?.() ?? []
    const isCondition = template instanceof Tag && conditionTags.has(template.name)
    const names = isCondition ? namesIn(tested) : []
    return collect(children, new Set([...guarded, ...names]))
  })
}

function ofOutput({ value, token }: Output, guarded: ReadonlySet<string>): OutputUse[] {
  const [name] = namesOf(value)
  if (name === undefined) return []
  const [line = 1, column = 1] = token.getPosition()
  const filters = value.filters.map((filter) => filter.name)
  const hasFallback = filters.includes('default') || guarded.has(name)
  return [{ name, line, column, hasFallback, isRaw: filters.includes('raw') }]
}

function namesIn(values: Arguments): string[] {
  return [...values].flatMap((value) => (value instanceof Value ? namesOf(value) : []))
}

/** The dotted names in an expression: `customer.city`. */
function namesOf({ initial }: Value): string[] {
  return initial.postfix.flatMap((token) => {
    if (!TypeGuards.isPropertyAccessToken(token)) return []
    return [token.getText().trim()]
  })
}
