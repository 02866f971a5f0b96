import { Fragment, type ReactNode } from 'react'
import { useLocale } from '../../../lib/texts'

/**
 * Parts of a condition in the order of the reader's language: Chinese says when before what, English after it. The
 * order is the same for the eye, the keyboard and the screen reader.
 */
export function Phrase<K extends string>(props: {
  readonly parts: Readonly<Partial<Record<K, ReactNode>>>
  readonly order: Readonly<Record<'zh-CN' | 'en', readonly K[]>>
}) {
  const locale = useLocale()
  return props.order[locale].map((name) => <Fragment key={name}>{props.parts[name]}</Fragment>)
}
