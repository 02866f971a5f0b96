import type { SegmentFollowing } from '@rapport/contract'
import { Tooltip } from 'antd'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Notice, StatusBadge } from '../../../ui'
import { liveTexts } from '../live-texts'

const tones = { starting: 'info', live: 'good', stale: 'warn' } as const

/** Whether the segment is live, in one word. */
export function FollowingBadge({ following }: { readonly following: SegmentFollowing }) {
  const t = useTexts(liveTexts)
  const format = useFormat()
  const { state, since } = following
  const badge = (
    <StatusBadge tone={tones[state]} busy={state === 'starting'}>
      {t(`state.${state}`)}
    </StatusBadge>
  )
  return since === null ? (
    badge
  ) : (
    <Tooltip title={t('liveSince', { at: format.moment(since) })}>{badge}</Tooltip>
  )
}

/** Why a segment's members are not of today. */
export function StaleNotice({ following }: { readonly following: SegmentFollowing }) {
  const t = useTexts(liveTexts)
  if (following.state !== 'stale') return null
  return <Notice tone="warn">{t('staleHint', { problem: following.problem ?? '' })}</Notice>
}
