import type { Campaign, CampaignResults } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useTexts } from '../../../lib/texts'
import { Card, EmptyState, QueryView } from '../../../ui'
import { CampaignFrame } from '../campaign-frame'
import { isBusy, isLaunched, resultsQuery } from '../queries'
import { ProgressCard } from '../sending/progress-card'
import { campaignTexts } from '../texts'
import { AttributedCard } from './attributed-card'
import { DailyCard } from './daily-card'
import { FunnelCard } from './funnel-card'
import { Headline } from './headline'
import { NotSentCard } from './not-sent-card'
import styles from './results.module.css'
import { TechnicalCard } from './technical-card'

/** What a campaign brought: first beyond the hold-out, then all the rest. */
export function ResultsPage() {
  return <CampaignFrame>{(campaign) => <Body campaign={campaign} />}</CampaignFrame>
}

function Body({ campaign }: { readonly campaign: Campaign }) {
  if (!isLaunched(campaign.state)) return <Navigate to={`/campaigns/${campaign.id}/settings`} replace />
  return <Results campaign={campaign} />
}

function Results({ campaign }: { readonly campaign: Campaign }) {
  const { id, state } = campaign
  const isSending = isBusy(state) || state === 'paused'
  const results = useQuery(resultsQuery(id, isBusy(state)))
  return (
    <div className={styles.stack}>
      {isSending && <ProgressCard campaign={campaign} />}
      <QueryView query={results} rows={10}>
        {(data) => <Sections results={data} />}
      </QueryView>
    </div>
  )
}

function Sections({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  if (results.window.startsAt === null)
    return (
      <Card>
        <EmptyState scene="calm" title={t('noResults')} hint={t('noResultsHint')} compact />
      </Card>
    )
  return (
    <div className={styles.stack}>
      <Headline results={results} />
      <div className={styles.pair}>
        <FunnelCard results={results} />
        <DailyCard results={results} />
      </div>
      <div className={styles.pair}>
        <AttributedCard results={results} />
        <NotSentCard results={results} />
      </div>
      <TechnicalCard results={results} />
    </div>
  )
}
