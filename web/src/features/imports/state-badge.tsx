import type { ImportState } from '@rapport/contract'
import { useTexts } from '../../lib/texts'
import { StatusBadge, type Tone } from '../../ui'
import { isUnderWay } from './queries'
import { importTexts } from './texts'

const tones: Readonly<Record<ImportState, Tone>> = {
  ready: 'plain',
  queued: 'info',
  running: 'brand',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
}

/** The state of an import in a word. */
export function ImportStateBadge({ state }: { readonly state: ImportState }) {
  const t = useTexts(importTexts)
  return (
    <StatusBadge tone={tones[state]} busy={isUnderWay(state)}>
      {t(`state.${state}`)}
    </StatusBadge>
  )
}
