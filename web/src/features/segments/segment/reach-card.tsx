import type { ChannelReach } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { segmentTexts } from '../texts'
import styles from './segment.module.css'

/** Per channel, how many of the people could be written to: a bar of the whole, in words beside it. */
export function ReachCard({
  reach,
  people,
}: {
  readonly reach: readonly ChannelReach[]
  readonly people: number
}) {
  const t = useTexts(segmentTexts)
  const format = useFormat()
  const width = (count: number) => ({ width: `${people > 0 ? (count / people) * 100 : 0}%` })
  return (
    <ul className={styles.reach}>
      {reach.map(({ channel, withAddress, reachable, withdrawn, suppressed }) => (
        <li key={channel}>
          <div className={styles.reachHead}>
            <b>{t(`channel.${channel}`)}</b>
            <span className="r-num">
              {t('reachLine', { reachable: format.count(reachable) })}
              {people > 0 && ` · ${format.percent(reachable / people)}`}
            </span>
          </div>
          <div className={styles.reachBar} aria-hidden="true">
            <i className={styles.withAddress} style={width(withAddress)} />
            <i className={styles.reachable} style={width(reachable)} />
          </div>
          {channel === 'sms' && <p className={styles.reachNote}>{t('smsHint')}</p>}
          <p className={styles.reachNote}>
            {t('reachRest', { withAddress: format.count(withAddress), withdrawn: format.count(withdrawn) })}
            {suppressed > 0 && t('reachSuppressed', { suppressed: format.count(suppressed) })}
          </p>
        </li>
      ))}
    </ul>
  )
}
