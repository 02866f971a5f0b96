import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Loopback, private, link-local, carrier and reserved ranges (RFC 6890): never the public internet. */
const reserved = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  reserved.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  reserved.addSubnet(network, prefix, 'ipv6')

/** True for an IP address that is not on the public internet. An IPv4 address inside an IPv6 one counts as itself. */
export function isPrivateAddress(ip: string): boolean {
  const inner = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
  return reserved.check(inner, isIP(inner) === 6 ? 'ipv6' : 'ipv4')
}

export type Resolved =
  | { readonly kind: 'found'; readonly ip: string }
  | { readonly kind: 'private' }
  | { readonly kind: 'unknown' }

/**
 * The address to connect to. The caller connects to this very address, so a name that answers differently the next
 * time cannot lead inside. A host of which any address is private is refused unless that is allowed.
 */
export async function resolveHost(host: string, allowPrivate: boolean): Promise<Resolved> {
  const addresses = await lookup(host, { all: true, verbatim: true }).catch(() => [])
  if (!allowPrivate && addresses.some(({ address }) => isPrivateAddress(address))) return { kind: 'private' }
  const first = addresses.find(({ family }) => family === 4) ?? addresses[0]
  return first ? { kind: 'found', ip: first.address } : { kind: 'unknown' }
}
