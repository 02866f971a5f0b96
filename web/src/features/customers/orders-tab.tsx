import { profilesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import {
  Card,
  Chart,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  listOf,
  Money,
  type Palette,
  QueryView,
  StatusBadge,
} from '../../ui'
import styles from './customers.module.css'
import { type Order, ordersOf, spendByMonth } from './orders'
import { customerTexts } from './texts'

const ordersShownMax = 500

/** What they bought and what came of it. */
export function OrdersTab({ customerId }: { readonly customerId: string }) {
  const t = useTexts(customerTexts)
  const orders = useQuery({
    queryKey: ['customer-details', customerId, 'orders'],
    queryFn: async ({ signal }) => {
      const query = { names: 'Order Completed,Order Refunded', limit: ordersShownMax }
      return ordersOf((await call(profilesApi.timeline, { params: { id: customerId }, query, signal })).items)
    },
  })
  return (
    <QueryView query={orders} rows={8}>
      {(data) =>
        data.length === 0 ? (
          <Card>
            <EmptyState scene="inbox" title={t('ordersEmpty')} hint={t('ordersEmptyHint')} compact />
          </Card>
        ) : (
          <div className={styles.main}>
            <Card title={t('spendOverTime')} hint={t('spendHint', { count: data.length })}>
              <SpendChart orders={data} />
            </Card>
            <OrderTable orders={data} />
          </div>
        )
      }
    </QueryView>
  )
}

function SpendChart({ orders }: { readonly orders: readonly Order[] }) {
  const t = useTexts(customerTexts)
  const format = useFormat()
  const months = spendByMonth(orders, monthIn(format.timezone))
  const key = JSON.stringify(months)
  const option = useCallback(
    (palette: Palette) => {
      const points = JSON.parse(key) as typeof months
      return {
        grid: { left: 4, right: 8, top: 16, bottom: 4, containLabel: true },
        tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.money(value) },
        xAxis: { type: 'category', data: points.map(({ month }) => month) },
        yAxis: {
          type: 'value',
          splitNumber: 3,
          axisLabel: { formatter: (value: number) => format.moneyCompact(value) },
        },
        series: [
          {
            name: t('orderAmount'),
            type: 'bar',
            data: points.map(({ amountMinor }) => amountMinor),
            itemStyle: { color: palette.series[0] },
          },
        ],
      }
    },
    [key, format, t],
  )
  const rows = months.map(({ month, amountMinor }) => [month, format.money(amountMinor)])
  return (
    <Chart
      label={t('spendOverTime')}
      option={option}
      table={{ columns: [t('month'), t('orderAmount')], rows }}
      height={200}
    />
  )
}

function OrderTable({ orders }: { readonly orders: readonly Order[] }) {
  const t = useTexts(customerTexts)
  const columns: Column<Order>[] = [
    {
      key: 'number',
      title: t('orderNumber'),
      phone: 'title',
      render: ({ number }) => <span className="r-num">{number || '–'}</span>,
    },
    { key: 'at', title: t('orderTime'), render: ({ at }) => <DateTime at={at} /> },
    { key: 'items', title: t('orderItems'), render: ({ items }) => <Products items={items} /> },
    { key: 'channel', title: t('orderChannel'), render: ({ channel }) => channel || '–' },
    {
      key: 'amount',
      title: t('orderAmount'),
      align: 'end',
      render: ({ amountMinor }) => <Money minor={amountMinor} />,
    },
    { key: 'state', title: t('orderState'), render: (order) => <OrderState order={order} /> },
  ]
  return <DataTable label={t('orders')} columns={columns} list={listOf(orders)} rowKey={({ id }) => id} />
}

function Products({ items }: { readonly items: readonly string[] }) {
  if (items.length === 0) return <>–</>
  return (
    <span className={styles.products}>
      {items.map((item) => (
        <span key={item}>{item}</span>
      ))}
    </span>
  )
}

function OrderState({ order }: { readonly order: Order }) {
  const t = useTexts(customerTexts)
  if (order.refundedMinor === 0) return <StatusBadge tone="good">{t('order.paid')}</StatusBadge>
  const isWhole = order.refundedMinor >= order.amountMinor
  return <StatusBadge tone="warn">{t(isWhole ? 'order.refunded' : 'order.partial')}</StatusBadge>
}

/** The month of a moment in a zone, as 2026-03. */
function monthIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit' })
  return (at) => format.format(new Date(at)).slice(0, 7)
}
