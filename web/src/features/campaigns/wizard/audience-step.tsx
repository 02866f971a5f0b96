import { type Segment, segmentsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Input } from 'antd'
import { useId } from 'react'
import { call } from '../../../lib/api'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, EmptyState, LinkButton, QueryView } from '../../../ui'
import { campaignTexts } from '../texts'
import type { Draft } from './draft'
import { PickList } from './pick-list'
import styles from './wizard.module.css'

export interface StepProps {
  readonly draft: Draft
  readonly onChange: (change: Partial<Draft>) => void
}

const segmentsMax = 500

export interface AudienceStepProps {
  readonly draft: Pick<Draft, 'name' | 'audience'>
  readonly onChange: (change: Partial<Pick<Draft, 'name' | 'audience'>>) => void
}

/** Who gets it, and what the campaign is called. */
export function AudienceStep({ draft, onChange }: AudienceStepProps) {
  const t = useTexts(campaignTexts)
  const nameId = useId()
  const segments = useQuery({
    queryKey: ['campaigns', 'segments'],
    queryFn: async ({ signal }) =>
      (await call(segmentsApi.list, { query: { limit: segmentsMax }, signal })).items,
  })
  return (
    <div className={styles.stack}>
      <Card>
        <div className={styles.field}>
          <label htmlFor={nameId}>{t('campaignName')}</label>
          <Input
            id={nameId}
            value={draft.name}
            maxLength={120}
            placeholder={t('campaignNameHint')}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </div>
      </Card>
      <Card title={t('chooseSegment')} extra={<Link to="/segments/new">{t('newSegment')}</Link>}>
        <QueryView query={segments}>
          {(items) =>
            items.length === 0 ? <NoSegments /> : <Segments items={items} draft={draft} onChange={onChange} />
          }
        </QueryView>
      </Card>
    </div>
  )
}

const ownRule = 'rule'

function Segments({ items, draft, onChange }: AudienceStepProps & { readonly items: readonly Segment[] }) {
  const t = useTexts(campaignTexts)
  const locale = useLocale()
  const { audience } = draft
  const own = audience?.kind === 'rule' ? [{ value: ownRule, title: t('ownRule'), hint: '' }] : []
  const options = items.map((segment) => ({
    value: segment.id,
    title: segment.name,
    hint: (
      <>
        <People segment={segment} />
        {segment.description || segment.sentence[locale]}
      </>
    ),
  }))
  return (
    <PickList
      label={t('chooseSegment')}
      searchHint={t('chooseSegment')}
      options={[...own, ...options]}
      value={audience?.kind === 'segment' ? audience.segmentId : audience ? ownRule : null}
      onChange={(value) => {
        if (value !== ownRule) onChange({ audience: { kind: 'segment', segmentId: value } })
      }}
    />
  )
}

function People({ segment }: { readonly segment: Segment }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { people } = segment
  const words = people === null ? t('segmentUnknown') : t('segmentPeople', { count: format.count(people) })
  return <b className={styles.count}>{`${words} · `}</b>
}

function NoSegments() {
  const t = useTexts(campaignTexts)
  const make = (
    <LinkButton to="/segments/new" isPrimary>
      {t('newSegment')}
    </LinkButton>
  )
  return <EmptyState scene="lens" title={t('noSegments')} hint={t('noSegmentsHint')} actions={make} compact />
}
