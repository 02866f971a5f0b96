import type { Campaign } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { asProblem } from '../../lib/api-problem'
import { useTexts } from '../../lib/texts'
import { EmptyState, ErrorState, Loading, Notice, Page, PageTabs, StaleNotice, useOpenTab } from '../../ui'
import { CampaignActions } from './actions/campaign-actions'
import { campaignQuery, isBusy, isLaunched } from './queries'
import { StateBadge } from './state-badge'
import { campaignTexts } from './texts'

/** The frame of every page of one campaign: its name, state, what can be done with it, and the tabs. */
export function CampaignFrame({ children }: { readonly children: (campaign: Campaign) => ReactNode }) {
  const t = useTexts(campaignTexts)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(campaignQuery(id))
  const crumbs = [{ label: t('title'), to: '/campaigns' }]
  const campaign = query.data
  const tabs = campaign ? tabsOf(campaign, t) : []
  const place = useOpenTab(tabs)
  if (!campaign) {
    const isMissing = query.isError && asProblem(query.error).status === 404
    return (
      <Page title={t('name')} crumbs={crumbs}>
        {isMissing && <EmptyState scene="send" title={<Link to="/campaigns">{t('title')}</Link>} />}
        {query.isError && !isMissing && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <Loading rows={8} />}
      </Page>
    )
  }
  return (
    <Page
      title={campaign.name}
      place={place}
      crumbs={crumbs}
      badge={<StateBadge state={campaign.state} />}
      lead={campaign.audienceName}
      actions={<CampaignActions campaign={campaign} />}
      tabs={<PageTabs tabs={tabs} label={t('tabs')} />}
    >
      {isBusy(campaign.state) && <StaleNotice error={query.error} />}
      {campaign.stateReason && (
        <Notice tone={campaign.stateReason === 'cancelled' ? 'plain' : 'warn'}>
          {t(`reason.${campaign.stateReason}`)}
        </Notice>
      )}
      {children(campaign)}
    </Page>
  )
}

function tabsOf({ id, state, isOurs }: Campaign, t: ReturnType<typeof useTexts<TabKey>>) {
  const launched = [
    { to: `/campaigns/${id}`, label: t('tab.results'), exact: true },
    ...(isOurs ? [{ to: `/campaigns/${id}/sending`, label: t('tab.sending') }] : []),
    { to: `/campaigns/${id}/people`, label: t('tab.people') },
  ]
  return [
    ...(isLaunched(state) ? launched : []),
    { to: `/campaigns/${id}/settings`, label: t('tab.details') },
  ]
}

type TabKey = 'tab.results' | 'tab.sending' | 'tab.people' | 'tab.details'
