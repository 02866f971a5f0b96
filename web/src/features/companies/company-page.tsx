import type { Company } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { asProblem } from '../../lib/api-problem'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Avatar, DateTime, EmptyState, ErrorState, Loading, Page, StatStrip } from '../../ui'
import { MembersCard } from './members-card'
import { companyQuery } from './queries'
import { companyTexts } from './texts'
import { TimelineCard } from './timeline-card'
import { TraitsCard } from './traits-card'

/** All that is known of one company or household. */
export function CompanyPage() {
  const t = useTexts(companyTexts)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const company = useQuery(companyQuery(id))
  if (company.data) return <Known company={company.data} />
  const isMissing = company.isError && asProblem(company.error).status === 404
  return (
    <Page
      title={isMissing ? t('notFound') : t('title.company')}
      crumbs={[{ label: t('title.company'), to: '/companies' }]}
    >
      {isMissing && <EmptyState scene="people" title={<Link to="/companies">{t('title.company')}</Link>} />}
      {company.isError && !isMissing && (
        <ErrorState error={company.error} onRetry={() => void company.refetch()} />
      )}
      {company.isPending && <Loading rows={8} />}
    </Page>
  )
}

function Known({ company }: { readonly company: Company }) {
  const t = useTexts(companyTexts)
  const format = useFormat()
  const list = company.kind === 'household' ? '/households' : '/companies'
  return (
    <Page
      title={company.name}
      crumbs={[
        { label: t('customers'), to: '/customers' },
        { label: t(`title.${company.kind}`), to: list },
      ]}
      lead={t('id', { id: company.groupId, day: format.day(company.firstSeenAt) })}
      mark={<Avatar name={company.name} seed={company.id} size={52} />}
    >
      <Figures company={company} />
      <MembersCard company={company} />
      <TraitsCard company={company} />
      <TimelineCard company={company} />
    </Page>
  )
}

function Figures({ company: { figures } }: { readonly company: Company }) {
  const t = useTexts(companyTexts)
  const format = useFormat()
  return (
    <StatStrip
      label={t('figures')}
      items={[
        {
          label: t('members'),
          value: figures.members,
          note: `${t('activeMembers')} ${format.count(figures.active_members)}`,
        },
        { label: t('revenue'), value: format.money(figures.revenue) },
        { label: t('orders'), value: figures.orders },
        { label: t('firstOrder'), value: <DateTime at={figures.first_order_at} show="day" /> },
        { label: t('lastOrder'), value: <DateTime at={figures.last_order_at} show="relative" /> },
        { label: t('lastSeen'), value: <DateTime at={figures.last_seen_at} show="relative" /> },
      ]}
    />
  )
}
