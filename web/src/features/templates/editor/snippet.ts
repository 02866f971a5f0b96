import type { Variable } from '@rapport/contract'

/** What is written into the template for a variable: formatted as its type asks, with a fallback where it may be missing. */
export function snippetOf({ name, type, isCertain }: Variable, fallbackWord: string): string {
  const filters = { money: ' | money', share: ' | percent', number: ' | number', date: ' | date: "%Y-%m-%d"' }
  if (type === 'list') return `{{ ${name} | join: ", " | default: "${fallbackWord}" }}`
  const format = type in filters ? filters[type as keyof typeof filters] : ''
  if (isCertain) return `{{ ${name}${format} }}`
  // A number or date that is missing must not be formatted: the whole stands in a condition.
  return format === ''
    ? `{{ ${name} | default: "${fallbackWord}" }}`
    : `{% if ${name} %}{{ ${name}${format} }}{% else %}${fallbackWord}{% endif %}`
}
