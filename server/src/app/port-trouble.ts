import { Failure } from '../kernel/failure'

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be opened by this user',
  EADDRNOTAVAIL: 'lies at an address that this machine does not have',
  ENOTFOUND: 'lies at a name that leads to no address',
  EAI_AGAIN: 'lies at a name that leads to no address',
}

/** Says in a sentence why a port cannot be opened, and which settings name it; throws on what is none of the known reasons. */
export function portTrouble(port: string, settings: string) {
  return (error: NodeJS.ErrnoException): never => {
    const reason = reasons[error.code ?? '']
    if (!reason) throw error
    throw new Failure('conflict', `${port} ${reason}; set ${settings} to another`)
  }
}
