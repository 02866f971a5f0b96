import { Failure } from '../../kernel/failure'

export const passwordLengthMin = 10

/** Refuses passwords that a guess starts with: too short, one letter over and over, or the address itself. */
export function checkPassword(password: string, email: string): void {
  const plain = password.toLowerCase()
  const name = email.split('@')[0] ?? ''
  if (password.length < passwordLengthMin)
    throw weak(`a password has at least ${passwordLengthMin} characters`)
  if (new Set(plain).size < 4) throw weak('a password needs more than three different characters')
  if (plain === email || plain === name || plain === `${name}${name}`)
    throw weak('a password must not be the e-mail address')
}

function weak(message: string): Failure {
  return new Failure('invalid_input', message, { code: 'password_weak' })
}
