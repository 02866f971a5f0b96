import { type ReachChannel, reachChannels } from '@rapport/contract'
import { Select } from 'antd'
import { useTexts } from '../../../../lib/texts'
import { leafTexts } from '../leaf-texts'
import type { DraftReach } from './reach'
import type { LeafRowProps } from './row'

const channels = Object.keys(reachChannels) as ReachChannel[]

/** A condition on whether a customer may be written to on a channel. */
export function ReachRow({ node, onChange }: LeafRowProps<DraftReach>) {
  const t = useTexts(leafTexts)
  return (
    <>
      <Select
        value={node.op}
        aria-label={t('reachLabel')}
        popupMatchSelectWidth={false}
        options={(['reachable', 'not_reachable'] as const).map((op) => ({
          value: op,
          label: t(`reach.${op}`),
        }))}
        onChange={(op) => onChange({ ...node, op })}
      />
      <Select
        value={node.channel}
        aria-label={t('reachChannel')}
        popupMatchSelectWidth={false}
        options={channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))}
        onChange={(channel) => onChange({ ...node, channel })}
      />
    </>
  )
}
