import type { ChannelReach } from '@rapport/contract'

/** Channels that the product writes on, and the traits that decide. */
const channels = [
  { channel: 'email', address: 'email', consent: 'consent_email' },
  { channel: 'sms', address: 'phone', consent: 'consent_sms' },
] as const

/** Per channel whether there is an address, and whether consent was given or taken back: columns of `profiles`. */
export const reachColumns: Readonly<Record<string, string>> = Object.fromEntries(
  channels.flatMap(({ channel, address, consent }) => [
    [`${channel}_address`, `ifNull(traits.${address}.:String != '', 0)`],
    [`${channel}_granted`, `ifNull(traits.${consent}.:String = 'granted', 0)`],
    [`${channel}_withdrawn`, `ifNull(traits.${consent}.:String = 'withdrawn', 0)`],
  ]),
)

/** How many of an audience have an address, may be written to, took their consent back: aggregates over those columns. */
export function reachAggregates(consentRule: 'granted' | 'not_withdrawn'): readonly string[] {
  return channels.flatMap(({ channel }) => [
    `countIf(${channel}_address) AS ${channel}_with_address`,
    consentRule === 'granted'
      ? `countIf(${channel}_address AND ${channel}_granted) AS ${channel}_reachable`
      : `countIf(${channel}_address AND NOT ${channel}_withdrawn) AS ${channel}_reachable`,
    `countIf(${channel}_address AND ${channel}_withdrawn) AS ${channel}_took_back`,
  ])
}

export function presentReach(row: Readonly<Record<string, unknown>>): ChannelReach[] {
  const number = (name: string) => Number(row[name] ?? 0)
  return channels.map(({ channel }) => ({
    channel,
    withAddress: number(`${channel}_with_address`),
    reachable: number(`${channel}_reachable`),
    withdrawn: number(`${channel}_took_back`),
  }))
}
