import { hash, parseOptions, verify } from '@node-rs/argon2'

/** Argon2id as OWASP's password storage sheet gives it: 19 MiB, two passes, one lane; about 10 ms here. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const
const argon2id = 2

/** The password as a PHC string. Equal-looking Unicode spellings count as one (NFKC, NIST 800-63B §5.1.1.2). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

/**
 * True when the password made the hash. Without a hash (nobody of that name, or nobody's password yet) it does
 * the same work and says false, so that the time taken tells nothing.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoy()), password.normalize('NFKC'))
  return matches && stored !== null
}

/** False when the hash was made with another cost than today's and should be made anew at the next login. */
export function isCurrentHash(stored: string): boolean {
  const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(stored)
  return (
    Number(algorithm) === argon2id &&
    memoryCost === cost.memoryCost &&
    timeCost === cost.timeCost &&
    parallelism === cost.parallelism
  )
}

let decoyHash: Promise<string> | null = null

function decoy(): Promise<string> {
  decoyHash ??= hashPassword('a password that nobody has')
  return decoyHash
}
