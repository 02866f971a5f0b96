import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { z } from 'zod'

/**
 * A page's filters, kept in the address so that a link or the back button brings them back. Give every field of the
 * schema a default or make it optional; what does not parse is ignored as a whole.
 */
export function useSearchState<S extends z.ZodObject>(
  schema: S,
): [z.output<S>, (change: Partial<z.output<S>>) => void] {
  const raw: unknown = useSearch({ strict: false })
  const navigate = useNavigate()
  const state = useMemo(() => parseSearch(schema, raw), [schema, raw])
  const change = useCallback(
    (next: Partial<z.output<S>>) => {
      const search = (before: Record<string, unknown>) => compact({ ...before, ...next })
      void navigate({ to: '.', search: search as never, replace: true })
    },
    [navigate],
  )
  return [state, change]
}

function parseSearch<S extends z.ZodObject>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw)
  return parsed.success ? parsed.data : schema.parse({})
}

function compact(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== ''))
}
