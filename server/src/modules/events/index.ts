import type { Message } from './message'

export * from './accept'
export * from './catalogue'
export * from './face'
export * from './message'
export * from './money'
export { eventRoutes } from './routes'
export * from './store'

/** How a module tells the rest of the product what happened. Resolves when durable; a repeated message id counts once. */
export type RecordMessages = (
  workspaceId: string,
  source: string,
  messages: readonly Message[],
) => Promise<number>
