import { type IdentifierRule, type ReachRule, reachChannels } from '@rapport/contract'
import type { Compiling } from './condition-sql'
import { typedPath } from './path'

/** Whether somebody has an identifier of a kind: the pipeline keeps the kinds beside the traits. */
export function identifierSql({ params }: Compiling, { op, idKind }: IdentifierRule): string {
  const has = `has(id_kinds, ${params.bind('String', idKind)})`
  return op === 'has' ? has : `NOT ${has}`
}

/** Whether somebody may be written to on a channel. */
export function reachSql({ params, context, workspaceId }: Compiling, { op, channel }: ReachRule): string {
  const { address, consent, hasList } = reachChannels[channel]
  const said = (what: string) => `ifNull(${typedPath('traits', consent, 'String')} = '${what}', 0)`
  const to = typedPath('traits', address, 'String')
  const conditions = [
    `ifNull(${to} != '', 0)`,
    context.consentRule === 'granted' ? said('granted') : `NOT ${said('withdrawn')}`,
    ...(hasList ? [`NOT ${isListedSql(to, params.bind('UUID', workspaceId))}`] : []),
  ]
  return `${op === 'reachable' ? '' : 'NOT '}(${conditions.join(' AND ')})`
}

/** Whether an address is on the suppression list of a workspace. */
export function isListedSql(address: string, workspaceId: string): string {
  return `(${addressKeySql(address)} IN (
      SELECT address_key FROM suppressed_addresses FINAL WHERE workspace_id = ${workspaceId}))`
}

/** What an address is found by on the suppression list: half of the SHA-256 of its small letters. */
export function addressKeySql(address: string): string {
  return `lower(substring(hex(SHA256(lowerUTF8(trimBoth(ifNull(${address}, ''))))), 1, 32))`
}
