import {
  type Campaign,
  type Delivery,
  type DeliveryState,
  deliveryStateSchema,
  messagesApi,
} from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useTexts } from '../../../lib/texts'
import {
  type Column,
  DataTable,
  DateTime,
  Notice,
  Section,
  StatusBadge,
  type Tone,
  useCursorList,
} from '../../../ui'
import { CampaignFrame } from '../campaign-frame'
import { isBusy } from '../queries'
import styles from '../results/results.module.css'
import { campaignTexts } from '../texts'
import { ProgressCard } from './progress-card'

const search = z.object({ delivery: deliveryStateSchema.optional() })
const refreshMs = 4_000
const pageSize = 50

/** How the sending goes, and what became of every message. */
export function SendingPage() {
  const t = useTexts(campaignTexts)
  return (
    <CampaignFrame>
      {(campaign) =>
        campaign.isOurs ? (
          <div className={styles.stack}>
            <ProgressCard campaign={campaign} />
            <Deliveries campaign={campaign} />
          </div>
        ) : (
          <Notice tone="plain">{t('notOurs')}</Notice>
        )
      }
    </CampaignFrame>
  )
}

const tones: Readonly<Record<Delivery['state'], Tone>> = {
  pending: 'plain',
  held: 'warn',
  sending: 'brand',
  sent: 'good',
  skipped: 'warn',
  failed: 'bad',
  uncertain: 'bad',
  cancelled: 'plain',
}

function Deliveries({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const [{ delivery: state }, change] = useSearchState(search)
  const list = useCursorList<Delivery>({
    key: ['campaigns', 'deliveries', campaign.id, state],
    load: (cursor, signal) =>
      call(messagesApi.listDeliveries, {
        query: { campaignId: campaign.id, state, cursor, limit: pageSize },
        signal,
      }),
    refreshMs: isBusy(campaign.state) ? refreshMs : undefined,
  })
  return (
    <Section
      title={t('deliveriesTitle')}
      extra={
        <Select<DeliveryState | ''>
          aria-label={t('deliveryState')}
          value={state ?? ''}
          onChange={(next) => change({ delivery: next || undefined })}
          style={{ minWidth: 130 }}
          options={[
            { value: '', label: t('allDeliveries') },
            ...deliveryStateSchema.options.map((one) => ({ value: one, label: t(`d.${one}`) })),
          ]}
        />
      }
    >
      <DataTable
        label={t('deliveriesTitle')}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        empty={{ scene: 'letter', title: t('noDeliveries') }}
      />
    </Section>
  )
}

function useColumns(): Column<Delivery>[] {
  const t = useTexts(campaignTexts)
  return [
    {
      key: 'address',
      title: t('address'),
      phone: 'title',
      render: ({ address, profileId }) => (
        <Link to={`/customers/${profileId}`}>{address || t('seeCustomer')}</Link>
      ),
    },
    {
      key: 'state',
      title: t('deliveryState'),
      render: ({ state }) => <StatusBadge tone={tones[state]}>{t(`d.${state}`)}</StatusBadge>,
    },
    {
      key: 'reason',
      title: t('reasonColumn'),
      render: ({ reason }) => (reason ? t(`delivery.${reason}`) : '–'),
    },
    {
      key: 'time',
      title: t('time'),
      render: ({ sentAt, notBefore, queuedAt }) => <DateTime at={sentAt ?? notBefore ?? queuedAt} />,
    },
    {
      key: 'answer',
      title: t('answer'),
      phone: 'none',
      render: ({ answer }) => <span className="r-muted">{answer || '–'}</span>,
    },
  ]
}
