import { Failure } from '../../../kernel/failure'

export function nobodyOrdered(day: string): Failure {
  return new Failure('unprocessable', `nobody had ordered by ${day}`, { code: 'nobody_ordered' })
}

export function dateInFuture(day: string): Failure {
  return new Failure('invalid_input', `${day} has not come yet`, { code: 'date_in_future' })
}

export function datesReversed(from: string, to: string): Failure {
  return new Failure('invalid_input', `${from} is not before ${to}`, { code: 'dates_reversed' })
}
