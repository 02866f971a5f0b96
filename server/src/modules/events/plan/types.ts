import type { ValueType } from '@rapport/contract'
import type { Json } from '../message'

const momentForm = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/
/** No moment is written longer. */
const momentLengthMax = 40

/** Whether a value is of a type. A moment is a date or a time of ISO 8601, as text. */
export function isOfType(value: Json, type: ValueType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'integer':
      return Number.isInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'moment':
      return typeof value === 'string' && isMoment(value)
    case 'list':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
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

function isMoment(text: string): boolean {
  return text.length <= momentLengthMax && momentForm.test(text) && !Number.isNaN(Date.parse(text))
}
