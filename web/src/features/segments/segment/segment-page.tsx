import { type Segment, type SegmentPreview, segmentsApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  Card,
  ConfirmButton,
  Facts,
  Icon,
  LinkButton,
  Money,
  Page,
  QueryView,
  StatStrip,
  StatusBadge,
} from '../../../ui'
import { JsonMenu } from '../json/json-menu'
import { OverlapCard } from '../overlap/overlap-card'
import { allSegments, followingQuery, previewQuery, readyMadeQuery, segmentQuery } from '../queries'
import { SqlButton } from '../sql/sql-drawer'
import { segmentTexts } from '../texts'
import { ChangesCard } from './changes-card'
import { FollowingBadge, StaleNotice } from './following'
import { MembersCard } from './members-card'
import { ReachCard } from './reach-card'
import styles from './segment.module.css'
import { SizeCard } from './size-card'
import { WhyDrawer } from './why-drawer'

const searchSchema = z.object({ why: z.uuid().optional() })

/** One segment: who they are in words, how many now, what they are worth, whom a message would reach, the members. */
export function SegmentPage() {
  const t = useTexts(segmentTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const segment = useQuery(segmentQuery(id))
  if (!segment.data) {
    return (
      <Page title={t('title')} crumbs={[{ label: t('title'), to: '/segments' }]}>
        <QueryView query={segment}>{() => null}</QueryView>
      </Page>
    )
  }
  return <Loaded segment={segment.data} />
}

function Loaded({ segment }: { readonly segment: Segment }) {
  const t = useTexts(segmentTexts)
  const locale = useLocale()
  const preview = useQuery(previewQuery(segment.rule, 0))
  const following = useQuery(followingQuery(segment.id))
  const [{ why }, change] = useSearchState(searchSchema)
  return (
    <Page
      title={segment.name}
      crumbs={[{ label: t('title'), to: '/segments' }]}
      lead={segment.description}
      badge={
        segment.archivedAt ? (
          <StatusBadge>{t('archived')}</StatusBadge>
        ) : (
          following.data && <FollowingBadge following={following.data} />
        )
      }
      actions={<Actions segment={segment} />}
    >
      {following.data && !segment.archivedAt && <StaleNotice following={following.data} />}
      <QueryView query={preview} rows={2}>
        {(data) => <Figures preview={data} />}
      </QueryView>
      <div className={styles.columns}>
        <Card
          title={t('ruleInWords')}
          extra={
            <span className={styles.tools}>
              <SqlButton rule={segment.rule} size="small" />
              <JsonMenu name={segment.name} description={segment.description} rule={segment.rule} />
            </span>
          }
        >
          <p className={styles.sentence}>{segment.sentence[locale]}</p>
          <About segment={segment} />
        </Card>
        <Card title={t('reachTitle')} hint={t('reachHint')}>
          <QueryView query={preview} rows={3}>
            {(data) => <ReachCard reach={data.reach} people={data.people} />}
          </QueryView>
        </Card>
      </div>
      <OverlapCard of="segment" segmentId={segment.id} />
      <SizeCard segmentId={segment.id} isStarting={following.data?.state === 'starting'} />
      <MembersCard segment={segment} since={following.data?.since ?? null} />
      <ChangesCard segmentId={segment.id} />
      <WhyDrawer segmentId={segment.id} profileId={why ?? null} onClose={() => change({ why: undefined })} />
    </Page>
  )
}

function Figures({ preview }: { readonly preview: SegmentPreview }) {
  const t = useTexts(segmentTexts)
  const format = useFormat()
  const { people, everybody, value } = preview
  return (
    <StatStrip
      label={t('figures')}
      items={[
        {
          label: t('membersFigure'),
          value: format.count(people),
          note:
            everybody > 0 ? t('everybodyShare', { share: format.percent(people / everybody) }) : undefined,
        },
        { label: t('buyersFigure'), value: format.count(value.buyers) },
        { label: t('ordersFigure'), value: format.count(value.orders) },
        { label: t('revenueFigure'), value: <Money minor={value.revenueMinor} compact /> },
        {
          label: t('perBuyer'),
          value: <Money minor={value.buyers > 0 ? Math.round(value.revenueMinor / value.buyers) : null} />,
        },
      ]}
    />
  )
}

function About({ segment }: { readonly segment: Segment }) {
  const t = useTexts(segmentTexts)
  const locale = useLocale()
  const format = useFormat()
  const { data } = useQuery({ ...readyMadeQuery, enabled: segment.readyMade !== null })
  const origin = data?.find(({ key }) => key === segment.readyMade)
  const told = (by: string, at: string) => t('createdWhen', { by, at: format.moment(at) })
  return (
    <div className={styles.about}>
      <Facts
        facts={[
          { label: t('created'), value: told(segment.createdBy, segment.createdAt) },
          { label: t('updated'), value: told(segment.updatedBy, segment.updatedAt) },
          ...(segment.readyMade
            ? [
                {
                  label: t('from'),
                  value: `${t('fromReadyMade')}${origin ? ` · ${origin.name[locale]}` : ''}`,
                },
              ]
            : []),
        ]}
      />
    </div>
  )
}

function Actions({ segment }: { readonly segment: Segment }) {
  const t = useTexts(segmentTexts)
  const may = useMay()
  const client = useQueryClient()
  const { id, name, rule, archivedAt } = segment
  const change = (endpoint: typeof segmentsApi.archive | typeof segmentsApi.restore) => async () => {
    await call(endpoint, { params: { id } })
    await client.invalidateQueries(allSegments)
  }
  const [archive, restore] = [change(segmentsApi.archive), change(segmentsApi.restore)]
  if (!may('segments:write')) return may('campaigns:write') ? <StartCampaign id={id} /> : null
  if (archivedAt) return <Button onClick={() => void restore()}>{t('restore')}</Button>
  return (
    <>
      <ConfirmButton
        type="text"
        title={t('archiveTitle', { name })}
        detail={t('archiveDetail')}
        verb={t('archive')}
        done={t('archived')}
        onConfirm={archive}
        onUndo={restore}
      >
        {t('archive')}
      </ConfirmButton>
      <LinkButton
        to="/segments/new"
        search={{ rule, name: t('copyName', { name }) } as never}
        icon={<Icon name="copy" size={15} />}
      >
        {t('copyRule')}
      </LinkButton>
      <LinkButton to={`/segments/${id}/edit`} icon={<Icon name="edit" size={15} />}>
        {t('edit')}
      </LinkButton>
      {may('campaigns:write') && <StartCampaign id={id} />}
    </>
  )
}

function StartCampaign({ id }: { readonly id: string }) {
  const t = useTexts(segmentTexts)
  return (
    <LinkButton
      to="/campaigns/new"
      search={{ segment: id } as never}
      isPrimary
      icon={<Icon name="campaigns" size={16} />}
    >
      {t('campaign')}
    </LinkButton>
  )
}
