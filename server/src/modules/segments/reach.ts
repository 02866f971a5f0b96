import { type ChannelReach, type ReachChannel, reachChannels } from '@rapport/contract'
import type { Params } from './rule/params'

const names = Object.keys(reachChannels) as ReachChannel[]
const channels = names.map((channel) => ({ channel, ...reachChannels[channel] }))

/** A list that is bound as one value: what a server takes in one field of a request is 128 KB. */
const keysPerValue = 5_000
/** Keys asked for in one statement: a request's address may be 1 MB long. */
const keysPerStatement = 20_000
/** Of a key's 32 digits; that two addresses share them is as good as impossible. */
const keyDigits = 16

/** The suppression list in parts that one statement takes each; at least one, which may be empty. */
export function keyParts(keys: readonly string[]): string[][] {
  const short = keys.map((key) => key.slice(0, keyDigits))
  const parts = Math.max(1, Math.ceil(short.length / keysPerStatement))
  return Array.from({ length: parts }, (_, part) =>
    short.slice(part * keysPerStatement, (part + 1) * keysPerStatement),
  )
}

/**
 * Per channel whether there is an address, whether consent was given or taken back, and whether the address is among the
 * suppressed `keys`: columns of `profiles`.
 */
export function reachColumns(keys: readonly string[], params: Params): Readonly<Record<string, string>> {
  return Object.fromEntries(
    channels.flatMap(({ channel, address, consent, hasList }) => [
      [`${channel}_address`, `ifNull(traits.${address}.:String != '', 0)`],
      [`${channel}_granted`, `ifNull(traits.${consent}.:String = 'granted', 0)`],
      [`${channel}_withdrawn`, `ifNull(traits.${consent}.:String = 'withdrawn', 0)`],
      [`${channel}_listed`, hasList ? isListed(address, keys, params) : '0'],
    ]),
  )
}

/** The key of an address is the SHA-256 of its small letters, as the list keeps it. */
function isListed(address: string, keys: readonly string[], params: Params): string {
  if (keys.length === 0) return '0'
  const text = `lowerUTF8(trimBoth(ifNull(traits.${address}.:String, '')))`
  const key = `lower(substring(hex(SHA256(${text})), 1, ${keyDigits}))`
  const values = Array.from({ length: Math.ceil(keys.length / keysPerValue) }, (_, at) =>
    params.bind('Array(String)', keys.slice(at * keysPerValue, (at + 1) * keysPerValue)),
  )
  return `(${values.map((value) => `${key} IN ${value}`).join(' OR ')})`
}

/** How many of an audience have an address, may be written to, took their consent back: aggregates over those columns. */
export function reachAggregates(consentRule: 'granted' | 'not_withdrawn'): readonly string[] {
  return channels.flatMap(({ channel }) => [
    `countIf(${channel}_address) AS ${channel}_with_address`,
    `countIf(${allowed(channel, consentRule)}) AS ${channel}_allowed`,
    `countIf(${channel}_address AND ${channel}_withdrawn) AS ${channel}_took_back`,
    ...listedAggregates(channel, consentRule),
  ])
}

/** Only what depends on which keys were asked for. */
export function listedAggregates(
  channel: ReachChannel,
  consentRule: 'granted' | 'not_withdrawn',
): readonly string[] {
  return [
    `countIf(${channel}_address AND ${channel}_listed) AS ${channel}_suppressed`,
    `countIf(${allowed(channel, consentRule)} AND ${channel}_listed) AS ${channel}_allowed_suppressed`,
  ]
}

function allowed(channel: string, consentRule: 'granted' | 'not_withdrawn'): string {
  return consentRule === 'granted'
    ? `${channel}_address AND ${channel}_granted`
    : `${channel}_address AND NOT ${channel}_withdrawn`
}

type Row = Readonly<Record<string, unknown>>

/** `row` has everything for the first part of the suppression list, `more` what the other parts add. */
export function presentReach(row: Row, more: readonly Row[]): ChannelReach[] {
  const number = (name: string) => Number(row[name] ?? 0)
  const sum = (name: string) => more.reduce((total, part) => total + Number(part[name] ?? 0), number(name))
  return channels.map(({ channel }) => ({
    channel,
    withAddress: number(`${channel}_with_address`),
    reachable: number(`${channel}_allowed`) - sum(`${channel}_allowed_suppressed`),
    withdrawn: number(`${channel}_took_back`),
    suppressed: sum(`${channel}_suppressed`),
  }))
}
