import { Fragment } from 'react'
import { CodeBox } from './code-box'

const pieces = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g

/** A value as coloured JSON in a scrolling box. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = JSON.stringify(value, null, 2) ?? ''
  return (
    <CodeBox label={label} capped>
      {colour(text)}
    </CodeBox>
  )
}

function colour(text: string) {
  const parts: { at: number; text: string; kind: string }[] = []
  let end = 0
  for (const match of text.matchAll(pieces)) {
    parts.push({ at: end, text: text.slice(end, match.index), kind: '' })
    const [whole, string, colon, word] = match
    const kind = string ? (colon ? 'k' : 's') : word ? 'b' : 'n'
    parts.push({ at: match.index, text: whole, kind })
    end = match.index + whole.length
  }
  parts.push({ at: end, text: text.slice(end), kind: '' })
  return parts.map((part) =>
    part.kind ? (
      <span key={`${part.at}${part.kind}`} className={part.kind}>
        {part.text}
      </span>
    ) : (
      <Fragment key={`${part.at}-`}>{part.text}</Fragment>
    ),
  )
}
