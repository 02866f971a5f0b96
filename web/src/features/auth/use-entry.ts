import type { Me } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { asProblem } from '../../lib/api-problem'
import { adoptSession } from '../../lib/session'
import { useNamed } from '../../lib/texts'
import { useProblemText } from '../../ui'
import { authTexts } from './texts'

/** Signs in by whatever `enter` asks of the server, then goes where the person wanted to go. */
export function useEntry<V>(enter: (values: V) => Promise<Me>) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const way = useWayBack()
  return useMutation({
    mutationFn: enter,
    onSuccess: async (me) => {
      adoptSession(client, me)
      await navigate({ href: way })
    },
  })
}

/** Where the person wanted to go before being asked to sign in; home when nowhere in particular. */
export function useWayBack(): string {
  const { from } = useSearch({ strict: false }) as { from?: unknown }
  return safeAddress(from)
}

/** The one-time secret in the address of a link. */
export function useLinkToken(): string {
  const { token } = useSearch({ strict: false }) as { token?: unknown }
  return typeof token === 'string' || typeof token === 'number' ? String(token) : ''
}

/** The sentence for an error of these pages. */
export function useEntryProblem(): (error: unknown) => string {
  const named = useNamed(authTexts)
  const general = useProblemText()
  return (error) => {
    const { code } = asProblem(error)
    const own = named('problem', code)
    return own === code || own === `problem.${code}` ? general(error) : own
  }
}

/** Only addresses of this console: a link must not send a fresh session elsewhere. */
function safeAddress(from: unknown): string {
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/'
}
