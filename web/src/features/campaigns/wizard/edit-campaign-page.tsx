import { type Campaign, type CampaignPreview, campaignsApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { asProblem } from '../../../lib/api-problem'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { ErrorState, Loading, Notice, Page, useLeaveGuard, useProblemText, Wizard } from '../../../ui'
import { allCampaigns, campaignQuery } from '../queries'
import { campaignTexts } from '../texts'
import { AudienceStep } from './audience-step'
import { changesOf, draftOf, isFilled, type Step, steps } from './draft'
import { MessageStep } from './message-step'
import { ReviewStep, usePreview } from './review-step'
import { ScheduleStep } from './schedule-step'
import { useSteps } from './use-steps'

const search = z.object({ step: z.enum(steps).default('audience') })

/** A draft, step by step, to its launch. Every step is saved when one leaves it. */
export function EditCampaignPage() {
  const t = useTexts(campaignTexts)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const campaign = useQuery(campaignQuery(id))
  if (campaign.data?.state === 'draft') return <Editor campaign={campaign.data} key={campaign.data.version} />
  if (campaign.data) return <Navigate to={`/campaigns/${id}`} replace />
  return (
    <Page title={t('name')} crumbs={[{ label: t('title'), to: '/campaigns' }]}>
      {campaign.isError ? (
        <ErrorState error={campaign.error} onRetry={() => void campaign.refetch()} />
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  )
}

function Editor({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const [{ step }, setSearch] = useSearchState(search)
  const [draft, setDraft] = useState(() => draftOf(campaign))
  const save = useSave(campaign)
  const isChanged = changesOf(campaign, draft) !== null
  const preview = usePreview(campaign, step === 'review' && !isChanged)
  const launch = useLaunch(campaign, preview.data)
  useLeaveGuard(isChanged && !save.isBusy)
  const go = async (next: Step) => {
    if (await save.run(draft)) setSearch({ step: next })
  }
  const next = steps[steps.indexOf(step) + 1]
  const change = (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes })
  const isAtEnd = step === 'review'
  return (
    <Page
      title={campaign.name}
      crumbs={[{ label: t('title'), to: '/campaigns' }]}
      actions={<SaveButton isBusy={save.isBusy} onSave={() => save.run(draft)} />}
    >
      {campaign.stateReason && <Notice tone="warn">{t(`reason.${campaign.stateReason}`)}</Notice>}
      <Wizard
        steps={useSteps()}
        current={step}
        onStep={(key) => void go(key as Step)}
        onNext={isAtEnd ? launch.ask : next && (() => void go(next))}
        nextLabel={isAtEnd ? t(campaign.schedule.kind === 'now' ? 'launchNow' : 'launchAt') : undefined}
        canGoOn={isAtEnd ? launch.isPossible : isFilled(step, draft)}
        isBusy={save.isBusy || launch.isBusy}
      >
        {step === 'audience' && <AudienceStep draft={draft} onChange={change} />}
        {step === 'message' && <MessageStep draft={draft} onChange={change} />}
        {step === 'schedule' && <ScheduleStep draft={draft} onChange={change} />}
        {isAtEnd && <ReviewStep preview={preview} onStep={(to) => void go(to)} />}
      </Wizard>
    </Page>
  )
}

function SaveButton(props: { readonly isBusy: boolean; readonly onSave: () => Promise<boolean> }) {
  const t = useTexts(campaignTexts)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const leave = async () => {
    if (!(await props.onSave())) return
    void message.success(t('savedDraft'))
    await navigate({ to: '/campaigns' })
  }
  return (
    <Button onClick={() => void leave()} loading={props.isBusy}>
      {t('saveAndLeave')}
    </Button>
  )
}

/** Stores what has changed; false when that failed. Somebody else's change is loaded, for one to look at. */
function useSave(campaign: Campaign) {
  const t = useTexts(campaignTexts)
  const client = useQueryClient()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const [isBusy, setBusy] = useState(false)
  const run = async (draft: ReturnType<typeof draftOf>): Promise<boolean> => {
    const body = changesOf(campaign, draft)
    if (!body) return true
    setBusy(true)
    try {
      const saved = await call(campaignsApi.update, { params: { id: campaign.id }, body })
      client.setQueryData(campaignQuery(campaign.id).queryKey, saved)
      return true
    } catch (error) {
      const isOutdated = asProblem(error).code === 'version_conflict'
      void message.error(isOutdated ? t('conflict') : problemText(error))
      if (isOutdated) await client.invalidateQueries(allCampaigns)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, isBusy }
}

/** Asks once more, then launches what was reviewed. */
function useLaunch(campaign: Campaign, preview: CampaignPreview | undefined) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const problemText = useProblemText()
  const [isBusy, setBusy] = useState(false)
  const { id, version, name } = campaign
  const launch = async () => {
    setBusy(true)
    try {
      const launched = await call(campaignsApi.launch, { params: { id }, body: { version } })
      client.setQueryData(campaignQuery(id).queryKey, launched)
      void message.success(t(launched.state === 'scheduled' ? 'scheduleDone' : 'launchDone'))
      await navigate({
        to: launched.state === 'scheduled' ? `/campaigns/${id}/settings` : `/campaigns/${id}`,
      })
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
      await client.invalidateQueries(allCampaigns)
    }
  }
  const ask = () =>
    void modal.confirm({
      title: t('launchAsk', { name }),
      content: t('launchDetail', {
        sends: format.count(preview?.expectedSends ?? 0),
        holdout: format.count(preview?.holdout ?? 0),
      }),
      icon: null,
      okText: t(campaign.schedule.kind === 'now' ? 'launchNow' : 'launchAt'),
      onOk: launch,
    })
  return { ask, isBusy, isPossible: may('campaigns:launch') && (preview?.canLaunch ?? false) }
}
