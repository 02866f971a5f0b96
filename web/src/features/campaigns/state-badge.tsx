import type { CampaignState } from '@rapport/contract'
import { useTexts } from '../../lib/texts'
import { StatusBadge, type Tone } from '../../ui'
import { isBusy } from './queries'
import { campaignTexts } from './texts'

const tones: Readonly<Record<CampaignState, Tone>> = {
  draft: 'plain',
  scheduled: 'info',
  launching: 'brand',
  sending: 'brand',
  paused: 'warn',
  done: 'good',
  cancelled: 'bad',
}

/** The state of a campaign in a word. */
export function StateBadge({ state }: { readonly state: CampaignState }) {
  const t = useTexts(campaignTexts)
  return (
    <StatusBadge tone={tones[state]} busy={isBusy(state)}>
      {t(`state.${state}`)}
    </StatusBadge>
  )
}
