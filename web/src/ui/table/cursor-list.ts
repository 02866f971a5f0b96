import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

export interface CursorPage<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export interface CursorList<T> {
  readonly rows: readonly T[]
  readonly isLoading: boolean
  /** Showing the page before while the next one loads. */
  readonly isStale: boolean
  readonly error: unknown
  readonly pageNumber: number
  readonly next: (() => void) | null
  readonly previous: (() => void) | null
  readonly retry: () => void
}

export interface CursorListOptions<T> {
  /** What the list depends on (name, filters). A change goes back to the first page. */
  readonly key: QueryKey
  readonly load: (cursor: string | undefined, signal: AbortSignal) => Promise<CursorPage<T>>
  /** Asks again this often, for lists that change while one looks. */
  readonly refreshMs?: number
  readonly enabled?: boolean
}

/** A list of the API, page by page, for `DataTable`. Remembers the cursors it came by, so one can go back. */
export function useCursorList<T>({
  key,
  load,
  refreshMs,
  enabled = true,
}: CursorListOptions<T>): CursorList<T> {
  const name = JSON.stringify(key)
  const [trail, setTrail] = useState<{ name: string; cursors: readonly string[] }>({ name, cursors: [] })
  const cursors = trail.name === name ? trail.cursors : []
  const cursor = cursors.at(-1)
  const query = useQuery({
    queryKey: [...key, { cursor: cursor ?? null }],
    queryFn: ({ signal }) => load(cursor, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    enabled,
  })
  const nextCursor = query.data?.nextCursor
  const go = (next: readonly string[]) => setTrail({ name, cursors: next })
  return {
    rows: query.data?.items ?? [],
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.data ? null : query.error,
    pageNumber: cursors.length + 1,
    next: nextCursor ? () => go([...cursors, nextCursor]) : null,
    previous: cursors.length > 0 ? () => go(cursors.slice(0, -1)) : null,
    retry: () => void query.refetch(),
  }
}

/** Rows that are already here, in the shape that `DataTable` takes. */
export function listOf<T>(rows: readonly T[]): CursorList<T> {
  return {
    rows,
    isLoading: false,
    isStale: false,
    error: null,
    pageNumber: 1,
    next: null,
    previous: null,
    retry: () => undefined,
  }
}
