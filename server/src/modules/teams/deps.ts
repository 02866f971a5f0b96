import type { Actor } from '../../platform/http'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'

/** What the module needs from outside. */
export interface TeamsDeps {
  readonly db: Database
  readonly now: () => Date
  readonly newId: () => string
  /** URL-safe text with at least 192 random bits. */
  readonly randomSecret: () => string
  /** Where people reach the console, without a slash at the end; links begin with it. */
  readonly publicUrl: () => string
  /** True once an amount is recorded: from then on the currency stays. */
  readonly hasMoneyEvents: (workspaceId: string) => Promise<boolean>
  readonly log: Log
}

/** Who did something, for the audit log. */
export type AuditActor = Pick<Actor, 'kind' | 'id' | 'name' | 'workspaceId'>

/** Where a request came from. */
export interface Visitor {
  readonly address: string
  readonly userAgent: string
}
