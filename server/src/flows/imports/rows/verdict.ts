import type { ImportWarning, RejectReason } from '@rapport/contract'
import type { TraitProblemReason } from '../../../modules/profiles'

/** Why something was not taken. */
export interface Rejection {
  readonly reason: RejectReason
  /** The value that it is about, or a few words. */
  readonly detail: string
}

export interface Warning {
  readonly warning: ImportWarning
  readonly detail: string
}

export type Verdict<T> =
  | { readonly ok: T; readonly warnings: readonly Warning[] }
  | { readonly rejected: Rejection }

const detailCharsMax = 120

/** Refuses with a reason and the value at fault. */
export function rejected(reason: RejectReason, detail = ''): { rejected: Rejection } {
  return { rejected: { reason, detail: detail.slice(0, detailCharsMax) } }
}

/** What became of a trait that could not be read, in the words of an import. */
export const warningByProblem: Readonly<Record<TraitProblemReason, ImportWarning>> = {
  invalid_email: 'dropped_email',
  invalid_phone: 'dropped_phone',
  invalid_date: 'dropped_date',
  unknown_gender: 'dropped_gender',
  unknown_consent: 'dropped_consent',
  unknown_country: 'unknown_country',
  unknown_language: 'unknown_language',
  invalid_tags: 'dropped_value',
  invalid_text: 'dropped_value',
  invalid_degrees: 'dropped_value',
}

export function isUndecodable(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.includes('\ufffd'))
}
