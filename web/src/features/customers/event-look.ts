import type { TimelineItem } from '@rapport/contract'
import { useLocale, useNamed } from '../../lib/texts'
import type { IconName } from '../../ui'
import { eventTexts } from '../../ui/event/texts'
import { isRecord, productNames, textOf } from './event-properties'

interface Look {
  readonly icon: IconName
  readonly tone: 'plain' | 'brand' | 'info' | 'warn' | 'bad'
}

const byName: Readonly<Record<string, Look>> = {
  'Order Completed': { icon: 'cart', tone: 'brand' },
  'Order Refunded': { icon: 'refresh', tone: 'warn' },
  'Order Cancelled': { icon: 'close', tone: 'warn' },
  'Product Viewed': { icon: 'eye', tone: 'plain' },
  'Checkout Started': { icon: 'cart', tone: 'plain' },
  'Product Added': { icon: 'plus', tone: 'plain' },
  'Signed Up': { icon: 'user', tone: 'brand' },
  campaign_assigned: { icon: 'campaigns', tone: 'info' },
  message_bounced: { icon: 'alert', tone: 'bad' },
  message_complained: { icon: 'alert', tone: 'bad' },
  message_unsubscribed: { icon: 'close', tone: 'bad' },
  message_failed: { icon: 'alert', tone: 'bad' },
  message_held: { icon: 'clock', tone: 'warn' },
  message_skipped: { icon: 'clock', tone: 'plain' },
  segment_entered: { icon: 'segments', tone: 'info' },
  segment_exited: { icon: 'segments', tone: 'plain' },
}

/** The sign and colour of an event on the timeline. */
export function eventLook({ type, name }: TimelineItem): Look {
  const known = byName[name]
  if (known) return known
  if (name.startsWith('message_')) return { icon: 'templates', tone: 'info' }
  if (type === 'page' || type === 'screen') return { icon: 'eye', tone: 'plain' }
  if (type === 'identify') return { icon: 'user', tone: 'plain' }
  return { icon: 'tag', tone: 'plain' }
}

const gistLengthMax = 120

/** The gist of an event in a line: the products of an order, the page looked at, the link clicked. */
export function useEventSummary(): (item: TimelineItem) => string {
  const named = useNamed(eventTexts)
  const comma = useLocale() === 'zh-CN' ? '、' : ', '
  return ({ type, name, properties, context }) => {
    const products = productNames(properties.products)
    if (products.length > 0) return products.join(comma)
    if (type === 'page' || type === 'screen')
      return [pageTitle(name, type, properties), textOf(properties.path) || textOf(pathOf(context))]
        .filter(Boolean)
        .join(' · ')
    if (name === 'campaign_assigned') return named('arm', textOf(properties.arm))
    const telling = [
      properties.segment_name,
      properties.name,
      properties.query,
      properties.coupon,
      properties.url,
      properties.reason,
      properties.kind,
      properties.subject,
    ]
    return telling.map(textOf).filter(Boolean).slice(0, 2).join(' · ').slice(0, gistLengthMax)
  }
}

function pageTitle(name: string, type: string, properties: TimelineItem['properties']): string {
  return textOf(properties.title) || textOf(properties.name) || (name === type ? '' : name)
}

function pathOf(context: TimelineItem['context']): unknown {
  return isRecord(context.page) ? context.page.path : undefined
}
