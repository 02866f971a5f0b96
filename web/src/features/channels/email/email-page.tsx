import { type EmailChannel, messagesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Notice, QueryView } from '../../../ui'
import { SettingsFrame } from '../../settings/settings-frame'
import { channelTexts } from '../texts'
import { ChannelForm } from './channel-form'
import { TryCard } from './try-card'

export const channelKey = ['channels', 'email'] as const

/** How e-mail leaves: the server, the sender, the pace. */
export function EmailPage() {
  const t = useTexts(channelTexts)
  const may = useMay()
  const query = useQuery({
    queryKey: channelKey,
    queryFn: ({ signal }) => call(messagesApi.getEmailChannel, { signal }),
  })
  return (
    <SettingsFrame lead={t('lead')} isForm>
      {!may('settings:write') && <Notice tone="plain">{t('readOnly')}</Notice>}
      <QueryView query={query} rows={8}>
        {({ channel }) => (
          <>
            <State channel={channel} />
            <ChannelForm key={channel?.updatedAt ?? 'new'} channel={channel} />
            {channel && may('messages:test') && <TryCard />}
          </>
        )}
      </QueryView>
    </SettingsFrame>
  )
}

function State({ channel }: { readonly channel: EmailChannel | null }) {
  const t = useTexts(channelTexts)
  const format = useFormat()
  if (!channel) return <Notice title={t('notSetUp')}>{t('notSetUpHint')}</Notice>
  const { trouble, updatedAt } = channel
  if (!trouble)
    return (
      <Notice tone="good" title={t('working')}>
        {t('workingHint', { time: format.moment(updatedAt) })}
      </Notice>
    )
  const since = format.moment(trouble.since)
  const retry = format.moment(trouble.retryAt)
  return (
    <Notice tone="bad" title={t('troubled', { problem: t(`problem.${trouble.problem}`) })}>
      {t('troubledHint', { since, retry, answer: trouble.answer })}
    </Notice>
  )
}
