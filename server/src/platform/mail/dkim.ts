import { buffer } from 'node:stream/consumers'
import DKIM from 'nodemailer/lib/dkim'
import type { DkimKey } from './settings'

/** Puts a DKIM signature (RFC 6376) on composed messages; without a key they pass as they are. */
export function createSigner(key: DkimKey | null): (raw: Buffer) => Promise<Buffer> {
  if (!key) return async (raw) => raw
  const signer = new DKIM({ domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey })
  return (raw) => buffer(signer.sign(raw))
}
