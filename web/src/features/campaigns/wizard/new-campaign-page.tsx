import { campaignsApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useTexts } from '../../../lib/texts'
import { Page, useLeaveGuard, useProblemText, Wizard } from '../../../ui'
import { allCampaigns } from '../queries'
import { campaignTexts } from '../texts'
import { AudienceStep, type AudienceStepProps } from './audience-step'
import { hasAudience } from './draft'
import { useSteps } from './use-steps'

/** Other pages lead here with what is chosen already. */
const search = z.object({ segment: z.uuid().optional(), template: z.uuid().optional() })

/** The first step of a campaign that does not exist yet; going on makes the draft. */
export function NewCampaignPage() {
  const t = useTexts(campaignTexts)
  const navigate = useNavigate()
  const client = useQueryClient()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const [{ segment, template }] = useSearchState(search)
  const [start] = useState<AudienceStepProps['draft']>({
    name: '',
    audience: segment ? { kind: 'segment', segmentId: segment } : null,
  })
  const [draft, setDraft] = useState(start)
  const create = useMutation({
    mutationFn: () => call(campaignsApi.create, { body: { ...draft, templateId: template ?? null } }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries(allCampaigns)
      await navigate({ to: `/campaigns/${id}/edit`, search: { step: 'message' } as never })
    },
    onError: (error) => void message.error(problemText(error)),
  })
  useLeaveGuard(draft !== start && !create.isPending)
  return (
    <Page title={t('wizardNew')} crumbs={[{ label: t('title'), to: '/campaigns' }]}>
      <Wizard
        steps={useSteps()}
        current="audience"
        onStep={() => undefined}
        onNext={() => create.mutate()}
        canGoOn={hasAudience(draft)}
        isBusy={create.isPending}
      >
        <AudienceStep draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
      </Wizard>
    </Page>
  )
}
