import type { Run } from '@rapport/contract'

/** Where the runs of one kind are: their list's address, under which are `new` and each run, and their queries. */
export interface RunPlace {
  readonly path: string
  readonly queries: { readonly queryKey: readonly string[] }
}

const runPollMs = 800
/** A list is looked at less closely than one run. */
export const runsPollMs = 4 * runPollMs

/** For a query's `refetchInterval`: asks again often while the run goes on. */
export function whileRunning({ state }: { readonly state: { readonly data?: Pick<Run, 'state'> } }) {
  return state.data?.state === 'running' && runPollMs
}
