import type { ValueType } from '@rapport/contract'
import type { Json } from '../message'

const momentForm = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/
/** No moment is written longer. */
const momentLengthMax = 40

const bits = { text: 1, number: 2, integer: 4, boolean: 8, moment: 16, list: 32, object: 64 } as const

/** Types as one number: what is asked of each value of each message is then one comparison. 0 means any. */
export function maskOf(types: readonly ValueType[]): number {
  return types.reduce((mask, type) => mask | bits[type], 0)
}

/** Whether a value, not null, is of any of the types. */
export function fitsMask(value: Json, mask: number): boolean {
  switch (typeof value) {
    case 'string':
      return (mask & bits.text) !== 0 || ((mask & bits.moment) !== 0 && isMoment(value))
    case 'number':
      return (mask & bits.number) !== 0 || ((mask & bits.integer) !== 0 && Number.isInteger(value))
    case 'boolean':
      return (mask & bits.boolean) !== 0
    default:
      return (mask & (Array.isArray(value) ? bits.list : bits.object)) !== 0
  }
}

/** The narrowest type that a value is of; null has none. */
export function typeOfValue(value: Json): ValueType | 'null' {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'string':
      return isMoment(value) ? 'moment' : 'text'
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'object'
  }
}

/** A moment is a date or a time of ISO 8601, as text. */
function isMoment(text: string): boolean {
  return text.length <= momentLengthMax && momentForm.test(text) && !Number.isNaN(Date.parse(text))
}
