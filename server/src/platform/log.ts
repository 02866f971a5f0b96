import pino, { type Logger } from 'pino'

export type Log = Logger

const personalPaths = [
  'email',
  'phone',
  'password',
  'token',
  'address',
  '*.email',
  '*.phone',
  '*.password',
  '*.token',
  '*.address',
]

/** One logger a process; personal data and secrets are masked by path. */
export function createLog(level: string): Log {
  return pino({ level, redact: { paths: personalPaths, censor: '[hidden]' }, base: undefined })
}
