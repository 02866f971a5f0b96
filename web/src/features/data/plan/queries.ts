import { dataApi, type SavedPlan, type TrackingPlan, trackingPlanApi } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { call } from '../../../lib/api'
import { ApiProblem } from '../../../lib/api-problem'
import { useTexts } from '../../../lib/texts'
import { useProblemText } from '../../../ui'
import { planTexts } from './texts'

const planKey = ['data', 'plan'] as const

/** The plan in force, with its version. */
export function usePlan() {
  return useQuery({
    queryKey: [...planKey, 'current'],
    queryFn: ({ signal }) => call(trackingPlanApi.get, { signal }),
  })
}

/** Everything that came in: the other half of the list of events. */
export function useCatalogue() {
  return useQuery({
    queryKey: ['data', 'events'],
    queryFn: ({ signal }) => call(dataApi.events, { signal }),
  })
}

/** Proposes the plan with what came in and is not declared. */
export function useDraft(isEnabled: boolean) {
  return useQuery({
    queryKey: [...planKey, 'draft'],
    queryFn: ({ signal }) => call(trackingPlanApi.draft, { signal }),
    enabled: isEnabled,
    staleTime: 0,
  })
}

export interface PlanChange {
  /** The plan that was read, and changed by this. */
  readonly from: SavedPlan
  readonly plan: TrackingPlan
  readonly note?: string
}

/** True when somebody else has saved since. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'tracking_plan_changed'
}

/** Saves a changed plan as a new version and says which. */
export function useSavePlan() {
  const t = useTexts(planTexts)
  const queries = useQueryClient()
  const { message } = App.useApp()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: ({ from, plan, note = '' }: PlanChange) =>
      call(trackingPlanApi.save, { body: { version: from.version, plan, note } }),
    onSuccess: async (saved) => {
      queries.setQueryData([...planKey, 'current'], saved)
      await queries.invalidateQueries({ queryKey: planKey })
      void message.success(t('saved', { version: saved.version }))
    },
    onError: (error) => void message.error(isChangedMeanwhile(error) ? t('changed') : problemText(error)),
  })
}

export function useReloadPlan() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: planKey })
}
