import type { Crypto } from '../../../platform/crypto'

const idBytes = 16
const stampBytes = 8
const nilId = '00000000-0000-0000-0000-000000000000'

/** A delivery as tokens name it. */
export interface TokenSubject {
  readonly workspaceId: string
  readonly deliveryId: string
}

/** What stands for "no delivery": a test message. */
export const testDeliveryId = nilId

export interface ClickToken extends TokenSubject {
  readonly link: number
  readonly url: string
}

/**
 * Tokens carry who and what themselves, signed: nothing is stored for a link, and no link leads where the message did
 * not. Each purpose is signed apart, so an open token cannot unsubscribe anybody.
 */
export function createTokens(crypto: Crypto) {
  const plain = (purpose: string) => ({
    make: (subject: TokenSubject): string => crypto.sign(purpose, subjectBytes(subject)),
    read: (token: string): TokenSubject | null => {
      const payload = crypto.verify(purpose, token)
      return payload?.length === 2 * idBytes ? readSubject(payload) : null
    },
  })

  return {
    unsubscribe: plain('unsubscribe'),
    open: plain('open'),
    click: {
      make: ({ link, url, ...subject }: ClickToken): string => {
        const place = Buffer.alloc(2)
        place.writeUInt16BE(link)
        return crypto.sign('click', Buffer.concat([subjectBytes(subject), place, Buffer.from(url, 'utf8')]))
      },
      read: (token: string): ClickToken | null => {
        const payload = crypto.verify('click', token)
        if (!payload || payload.length < 2 * idBytes + 3) return null
        const rest = payload.subarray(2 * idBytes)
        return { ...readSubject(payload), link: rest.readUInt16BE(0), url: rest.subarray(2).toString('utf8') }
      },
    },
    /** The mark that a return path carries before its @: letters and digits only, in any case. */
    bounce: {
      make: ({ workspaceId, deliveryId }: TokenSubject): string => {
        const id = uuidBytes(deliveryId)
        return base32(Buffer.concat([id, crypto.stamp(`bounce ${workspaceId}`, id, stampBytes)]))
      },
      read: (workspaceId: string, mark: string): string | null => {
        const bytes = fromBase32(mark)
        if (bytes?.length !== idBytes + 1 + stampBytes) return null
        const id = bytes.subarray(0, idBytes)
        const isOurs = crypto.isStamped(`bounce ${workspaceId}`, id, bytes.subarray(idBytes), stampBytes)
        return isOurs ? uuidText(id) : null
      },
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>

/** Characters that a bounce mark adds to a local part, its plus sign included. */
export const bounceMarkChars = 1 + Math.ceil(((idBytes + 1 + stampBytes) * 8) / 5)

function subjectBytes({ workspaceId, deliveryId }: TokenSubject): Buffer {
  return Buffer.concat([uuidBytes(workspaceId), uuidBytes(deliveryId)])
}

function readSubject(bytes: Buffer): TokenSubject {
  return {
    workspaceId: uuidText(bytes.subarray(0, idBytes)),
    deliveryId: uuidText(bytes.subarray(idBytes, 2 * idBytes)),
  }
}

function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** RFC 4648 §6 in lower case without padding: mail systems change the case of local parts. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}

function fromBase32(text: string): Buffer | null {
  const values = [...text.toLowerCase()].map((char) => alphabet.indexOf(char))
  if (values.includes(-1)) return null
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
