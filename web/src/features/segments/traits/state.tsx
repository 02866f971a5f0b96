import type { ComputedTrait, ComputedTraitState } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { StatusBadge, type Tone } from '../../../ui'
import { computedTexts } from './texts'

const tones: Readonly<Record<ComputedTraitState, Tone>> = {
  filling: 'info',
  paused: 'warn',
  live: 'good',
  stale: 'bad',
  removing: 'plain',
}

/** The state of a computed trait in a word, with how far the work over everybody is. */
export function TraitState({ trait }: { readonly trait: Pick<ComputedTrait, 'state' | 'progress'> }) {
  const t = useTexts(computedTexts)
  const format = useFormat()
  const { state, progress } = trait
  const isCounted = state === 'filling' || state === 'paused'
  const share = progress.total > 0 ? progress.done / progress.total : 0
  return (
    <StatusBadge tone={tones[state]} busy={state === 'filling' || state === 'removing'}>
      {t(`state.${state}`)}
      {isCounted && ` ${format.percent(share, 0)}`}
    </StatusBadge>
  )
}
