import { profilesApi, type TimelineItem } from '@rapport/contract'
import { call } from '../../lib/api'
import { useNamed, useTexts } from '../../lib/texts'
import {
  Card,
  type Column,
  DataTable,
  DateTime,
  StatusBadge,
  type Tone,
  useCursorList,
  useEventName,
} from '../../ui'
import { eventTexts } from '../../ui/event/texts'
import { CampaignLink } from './campaign-link'
import { textOf } from './event-properties'
import { customerTexts } from './texts'

const messageEvents = [
  'campaign_assigned',
  'message_sent',
  'message_delivered',
  'message_opened',
  'message_clicked',
  'message_bounced',
  'message_complained',
  'message_unsubscribed',
  'message_held',
  'message_skipped',
  'message_failed',
]

const tones: Readonly<Record<string, Tone>> = {
  message_delivered: 'good',
  message_opened: 'good',
  message_clicked: 'good',
  message_bounced: 'bad',
  message_complained: 'bad',
  message_unsubscribed: 'bad',
  message_failed: 'bad',
  message_held: 'warn',
  message_skipped: 'warn',
  message_sent: 'info',
}

/** Every decision about messages to this person: sent, opened, held, left out, and why. */
export function MessagesTab({ customerId }: { readonly customerId: string }) {
  const t = useTexts(customerTexts)
  const eventName = useEventName()
  const list = useCursorList<TimelineItem>({
    key: ['customer-details', customerId, 'messages'],
    load: (cursor, signal) =>
      call(profilesApi.timeline, {
        params: { id: customerId },
        query: { names: messageEvents.join(','), cursor, limit: 50 },
        signal,
      }),
  })
  const columns: Column<TimelineItem>[] = [
    {
      key: 'what',
      title: t('messageWhat'),
      phone: 'title',
      render: (item) => <StatusBadge tone={tones[item.name]}>{eventName(item)}</StatusBadge>,
    },
    { key: 'time', title: t('messageTime'), render: ({ at }) => <DateTime at={at} /> },
    {
      key: 'campaign',
      maxWidth: 240,
      title: t('messageCampaign'),
      render: ({ properties }) => <CampaignLink id={textOf(properties.campaign_id)} />,
    },
    { key: 'reason', title: t('messageReason'), render: (item) => <Note item={item} /> },
  ]
  return (
    <Card flush>
      <DataTable
        label={t('tab.messages')}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        empty={{ scene: 'letter', title: t('messagesEmpty'), hint: t('messagesEmptyHint') }}
        bare
      />
    </Card>
  )
}

function Note({ item }: { readonly item: TimelineItem }) {
  const named = useNamed(eventTexts)
  const { arm, reason, kind, url } = item.properties
  if (arm !== undefined) return <>{named('arm', textOf(arm))}</>
  const text = [reason, kind].map(textOf).find(Boolean)
  return <>{text ? named('reason', text) : textOf(url) || '–'}</>
}
