import { Select } from 'antd'
import { useTexts } from '../../../../lib/texts'
import styles from '../builder.module.css'
import { ConditionEditor } from '../condition-editor'
import { EventPick } from '../event-pick'
import { leafTexts } from '../leaf-texts'
import { OccurrenceLimits } from '../occurrence-limits'
import { Phrase } from '../phrase'
import { builderTexts } from '../texts'
import { WindowEditor } from '../window-editor'
import type { DraftEventTime } from './event-time'
import type { LeafRowProps } from './row'

const order = {
  'zh-CN': ['window', 'which', 'events', 'happened', 'is'],
  en: ['which', 'events', 'window', 'happened', 'is'],
} as const

/** A condition on when something happened for the first or the last time. */
export function EventTimeRow({ node, onChange }: LeafRowProps<DraftEventTime>) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const set = (change: Partial<DraftEventTime>) => onChange({ ...node, ...change })
  const parts = {
    which: (
      <Select
        value={node.which}
        aria-label={leaf('whichLabel')}
        popupMatchSelectWidth={false}
        options={(['first', 'last'] as const).map((which) => ({
          value: which,
          label: leaf(`which.${which}`),
        }))}
        onChange={(which) => set({ which })}
      />
    ),
    events: <EventPick value={node} label={t('behaviour')} placeholder={t('chooseEvent')} onChange={set} />,
    window: <WindowEditor window={node.window} onChange={(window) => set({ window })} />,
    happened: leaf('happened') && <span className={styles.word}>{leaf('happened')}</span>,
    is: (
      <span className={styles.pair}>
        <ConditionEditor condition={node.is} type="past_date" offered={[]} onChange={(is) => set({ is })} />
      </span>
    ),
  }
  return (
    <>
      <Phrase parts={parts} order={order} />
      <OccurrenceLimits value={node} onChange={set} />
    </>
  )
}
