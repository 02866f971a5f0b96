import { type Arm, armSchema, type Campaign, type CampaignMember, campaignsApi } from '@rapport/contract'
import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import {
  type Column,
  CustomerLink,
  DataTable,
  DateTime,
  Money,
  StatusBadge,
  Tag,
  type Tone,
  useCursorList,
} from '../../../ui'
import { CampaignFrame } from '../campaign-frame'
import { campaignTexts } from '../texts'
import styles from './people.module.css'
import { stepOf } from './step'

const search = z.object({ arm: armSchema.optional() })
const pageSize = 50

/** Everybody of a campaign with their group and what happened since. */
export function PeoplePage() {
  return <CampaignFrame>{(campaign) => <People campaign={campaign} />}</CampaignFrame>
}

function People({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const navigate = useNavigate()
  const [{ arm }, change] = useSearchState(search)
  const list = useCursorList<CampaignMember>({
    key: ['campaigns', 'people', campaign.id, arm],
    load: (cursor, signal) =>
      call(campaignsApi.members, {
        params: { id: campaign.id },
        query: { arm, cursor, limit: pageSize },
        signal,
      }),
  })
  return (
    <div className={styles.page}>
      <div>
        <Segmented<Arm | 'both'>
          value={arm ?? 'both'}
          onChange={(next) => change({ arm: next === 'both' ? undefined : next })}
          options={[
            { value: 'both', label: t('allArms') },
            { value: 'treated', label: t('treated') },
            { value: 'holdout', label: t('holdout') },
          ]}
        />
      </div>
      <DataTable
        label={t('tab.people')}
        columns={useColumns()}
        list={list}
        rowKey={({ profileId }) => profileId}
        onOpen={({ profileId }) => void navigate({ to: `/customers/${profileId}` })}
        empty={{ scene: 'people', title: t('noPeople') }}
      />
    </div>
  )
}

const tones: Readonly<Record<ReturnType<typeof stepOf>, Tone>> = {
  holdout: 'plain',
  none: 'warn',
  sent: 'info',
  delivered: 'info',
  opened: 'good',
  clicked: 'good',
}

function useColumns(): Column<CampaignMember>[] {
  const t = useTexts(campaignTexts)
  return [
    {
      key: 'person',
      title: t('person'),
      phone: 'title',
      render: ({ profileId, name }) => <CustomerLink id={profileId} name={name} />,
    },
    { key: 'arm', title: t('arm'), render: ({ arm }) => <Tag>{t(arm)}</Tag> },
    { key: 'step', title: t('journey'), render: (member) => <Step member={member} /> },
    {
      key: 'time',
      title: t('time'),
      render: ({ clickedAt, openedAt, sentAt, assignedAt }) => (
        <DateTime at={clickedAt ?? openedAt ?? sentAt ?? assignedAt} />
      ),
    },
    {
      key: 'converted',
      title: t('hasConverted'),
      render: ({ hasConverted }) =>
        hasConverted ? <StatusBadge tone="good">{t('yes')}</StatusBadge> : <span>{t('no')}</span>,
    },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenueMinor }) => (revenueMinor === 0 ? '–' : <Money minor={revenueMinor} />),
    },
  ]
}

function Step({ member }: { readonly member: CampaignMember }) {
  const t = useTexts(campaignTexts)
  const named = useNamed(campaignTexts)
  const step = stepOf(member)
  return (
    <span className={styles.step}>
      <StatusBadge tone={tones[step]}>{t(`step.${step}`)}</StatusBadge>
      {step === 'none' && member.notSentReason && (
        <span className="r-muted">{named('delivery', member.notSentReason)}</span>
      )}
    </span>
  )
}
