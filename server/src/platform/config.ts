import { resolve } from 'node:path'
import { z } from 'zod'
import { Failure } from '../kernel/failure'

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')

const schema = z.object({
  RAPPORT_DATA_DIR: z.string().min(1).default('./.rapport'),
  RAPPORT_PORT: z.coerce.number().int().min(0).max(65_535).default(7310),
  RAPPORT_HOST: z.string().min(1).default('127.0.0.1'),
  RAPPORT_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'not an http:// or https:// address' }).optional(),
  RAPPORT_REQUEST_TIMEOUT: z.coerce.number().min(0.1).max(3_600).default(30),
  RAPPORT_OWNER_EMAIL: z.email().optional(),
  RAPPORT_OWNER_PASSWORD: z.string().min(10).optional(),
  RAPPORT_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  RAPPORT_ALLOW_PRIVATE_ADDRESSES: flag.default(false),
  RAPPORT_BOUNCE_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  RAPPORT_BOUNCE_HOST: z.string().min(1).optional(),
  RAPPORT_SECRET: z.string().min(32).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  CLICKHOUSE_URL: z
    .string()
    .regex(/^https?:\/\//)
    .optional(),
})

export interface Config {
  readonly dataDir: string
  readonly port: number
  readonly host: string
  /** The address that links in messages start with; the listening address when not set. */
  readonly publicUrl: string | null
  /** How long the headers of a request, and any stretch of its body, may take to arrive. */
  readonly requestTimeoutMs: number
  readonly owner: { readonly email: string; readonly password: string } | null
  readonly logLevel: string
  readonly allowPrivateAddresses: boolean
  /** Where returned mail is taken over SMTP; nowhere when null. */
  readonly bounce: { readonly host: string; readonly port: number } | null
  /** Encrypts stored secrets and signs links; from the data folder's own key file when not set. */
  readonly secret: string | null
  readonly databaseUrl: string | null
  readonly clickhouseUrl: string | null
}

/** Reads the environment once. An empty value is as none; an impossible one is a Failure that names the variable. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Failure('invalid_input', `the environment is not usable: ${problems.join('; ')}`)
  }
  const value = parsed.data
  const owner =
    value.RAPPORT_OWNER_EMAIL && value.RAPPORT_OWNER_PASSWORD
      ? { email: value.RAPPORT_OWNER_EMAIL, password: value.RAPPORT_OWNER_PASSWORD }
      : null
  return {
    dataDir: resolve(value.RAPPORT_DATA_DIR),
    port: value.RAPPORT_PORT,
    host: value.RAPPORT_HOST,
    publicUrl: value.RAPPORT_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    requestTimeoutMs: value.RAPPORT_REQUEST_TIMEOUT * 1_000,
    owner,
    logLevel: value.RAPPORT_LOG_LEVEL,
    allowPrivateAddresses: value.RAPPORT_ALLOW_PRIVATE_ADDRESSES,
    bounce:
      value.RAPPORT_BOUNCE_PORT === undefined
        ? null
        : { host: value.RAPPORT_BOUNCE_HOST ?? value.RAPPORT_HOST, port: value.RAPPORT_BOUNCE_PORT },
    secret: value.RAPPORT_SECRET ?? null,
    databaseUrl: value.DATABASE_URL ?? null,
    clickhouseUrl: value.CLICKHOUSE_URL ?? null,
  }
}
