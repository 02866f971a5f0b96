import type { Customer } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { z } from 'zod'
import { asProblem } from '../../lib/api-problem'
import { useSearchState } from '../../lib/search-state'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import {
  Avatar,
  DateTime,
  EmptyState,
  ErrorState,
  Loading,
  Notice,
  Page,
  StatStrip,
  TabSwitch,
  TraitValue,
  useCustomerName,
} from '../../ui'
import { AttributesTab } from './attributes-tab'
import styles from './customers.module.css'
import { IdentityTab } from './identity-tab'
import { MessagesTab } from './messages-tab'
import { OrdersTab } from './orders-tab'
import { customerQuery } from './queries'
import { SidePanel } from './side-panel'
import { customerTexts } from './texts'
import { TimelineTab } from './timeline-tab'

const tabNames = ['timeline', 'attributes', 'orders', 'messages', 'identity'] as const
const search = z.object({ tab: z.enum(tabNames).default('timeline') })

/** All that is known of one customer. */
export function CustomerPage() {
  const t = useTexts(customerTexts)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const customer = useQuery(customerQuery(id))
  const crumbs = [{ label: t('title'), to: '/customers' }]
  if (customer.data) return <Known customer={customer.data} />
  const isMissing = customer.isError && asProblem(customer.error).status === 404
  return (
    <Page title={isMissing ? t('notFound') : t('name')} crumbs={crumbs}>
      {isMissing && <EmptyState scene="people" title={<Link to="/customers">{t('title')}</Link>} />}
      {customer.isError && !isMissing && (
        <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />
      )}
      {customer.isPending && <Loading rows={8} />}
    </Page>
  )
}

/** The shop's own number of the customer; empty when it gave none. */
const userIdOf = ({ identifiers }: Customer) =>
  identifiers.find(({ kind }) => kind === 'user_id')?.value ?? ''

function Known({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const may = useMay()
  const name = useCustomerName()(customer.name || userIdOf(customer), customer.id)
  const stage = customer.traits.lifecycle_stage?.value
  return (
    <Page
      title={name}
      crumbs={[{ label: t('title'), to: '/customers' }]}
      badge={
        stage !== undefined && (
          <TraitValue trait={{ name: 'lifecycle_stage', type: 'choice' }} value={stage} />
        )
      }
      lead={<Seen customer={customer} />}
      mark={<Avatar name={customer.name} seed={customer.id} size={52} />}
    >
      {!may('customers:personal') && <Notice tone="plain">{t('masked')}</Notice>}
      <Figures customer={customer} />
      <div className={styles.layout}>
        <SidePanel customer={customer} />
        <CustomerTabs customer={customer} />
      </div>
    </Page>
  )
}

function CustomerTabs({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const [{ tab }, change] = useSearchState(search)
  const bodies = {
    timeline: <TimelineTab customerId={customer.id} />,
    attributes: <AttributesTab customer={customer} />,
    orders: <OrdersTab customerId={customer.id} />,
    messages: <MessagesTab customerId={customer.id} />,
    identity: <IdentityTab customer={customer} />,
  }
  return (
    <TabSwitch
      label={t('tabs')}
      tabs={tabNames.map((key) => ({ key, label: t(`tab.${key}`) }))}
      current={tab}
      onChange={(next) => change({ tab: next })}
    >
      {bodies[tab]}
    </TabSwitch>
  )
}

function Seen({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const format = useFormat()
  return (
    <>{t('since', { first: format.day(customer.firstSeenAt), last: format.moment(customer.lastSeenAt) })}</>
  )
}

function Figures({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const format = useFormat()
  const number = (trait: string) => {
    const value = customer.traits[trait]?.value
    return typeof value === 'number' ? value : null
  }
  const money = (trait: string) => {
    const value = number(trait)
    return value === null ? '–' : format.money(value)
  }
  const refunds = number('refunds')
  const cycle = number('purchase_cycle_days')
  const lastOrder = customer.traits.last_order_at?.value
  const segment = customer.traits.rfm_segment?.value
  return (
    <StatStrip
      label={t('figures')}
      items={[
        {
          label: t('revenue'),
          value: money('revenue'),
          note: refunds ? t('refunded', { amount: format.money(refunds) }) : undefined,
        },
        { label: t('orders'), value: number('orders') ?? 0 },
        { label: t('aov'), value: money('aov') },
        {
          label: t('lastOrder'),
          value: typeof lastOrder === 'string' ? <DateTime at={lastOrder} show="relative" /> : '–',
        },
        {
          label: t('cycle'),
          value: cycle === null ? '–' : t('cycleDays', { days: format.count(Math.round(cycle)) }),
        },
        ...(segment === undefined
          ? []
          : [
              {
                label: t('rfm'),
                value: <TraitValue trait={{ name: 'rfm_segment', type: 'text' }} value={segment} />,
              },
            ]),
      ]}
    />
  )
}
