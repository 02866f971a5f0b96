import { importsApi } from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api'

/** The key under which everything about imports is remembered. */
export const allImports = ['imports'] as const

const runningMs = 700

/** One import; asked for again and again while it waits or runs. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...allImports, 'one', id],
    queryFn: ({ signal }) => call(importsApi.get, { params: { id }, signal }),
    networkMode: 'always', // asks on without a network, to say that there is none
    refetchInterval: ({ state }) => (isUnderWay(state.data?.state) ? runningMs : false),
  })

/** What the first rows become, with the mapping as it is saved. */
export const previewQuery = (id: string, version: string) =>
  queryOptions({
    queryKey: [...allImports, 'preview', id, version],
    queryFn: ({ signal }) => call(importsApi.preview, { params: { id }, signal }),
  })

export function isUnderWay(state: string | undefined): boolean {
  return state === 'queued' || state === 'running'
}
