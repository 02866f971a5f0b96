import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import { Sparkline } from './sparkline'
import styles from './stat.module.css'

export interface StatProps {
  readonly label: string
  /** Already formatted. */
  readonly value: ReactNode
  /** How the figure is computed, for the tooltip. */
  readonly help?: string
  /** The relative change to the period before (0.12 is +12 %), null when there was nothing to compare with. */
  readonly change?: number | null
  /** Whether more is better. */
  readonly goodWhen?: 'up' | 'down' | 'neither'
  readonly points?: readonly number[]
  readonly note?: ReactNode
}

/** One figure with its name, its change and the shape of its last days. Put several in a card. */
export function Stat({ label, value, help, change, goodWhen = 'up', points, note }: StatProps) {
  return (
    <div className={styles.stat}>
      <div className={styles.label}>
        {label}
        {help && (
          <Tooltip title={help}>
            <button type="button" aria-label={`${label}: ${help}`}>
              <Icon name="info" size={14} />
            </button>
          </Tooltip>
        )}
      </div>
      <div className={styles.row}>
        <div className={styles.value}>{value}</div>
        {points && <Sparkline points={points} />}
      </div>
      {change !== undefined && <Delta change={change} goodWhen={goodWhen} />}
      {note && <div className={styles.delta}>{note}</div>}
    </div>
  )
}

export interface DeltaProps {
  /** A relative change (0.12 is +12 %), or a difference of shares with `inPoints`; null when there was nothing before. */
  readonly change: number | null
  readonly inPoints?: boolean
  readonly goodWhen?: 'up' | 'down' | 'neither'
  /** Leaves "vs previous period" out, where the page says it once. */
  readonly terse?: boolean
}

/** A change with its direction in colour, sign and words. */
export function Delta({ change, inPoints = false, goodWhen = 'up', terse = false }: DeltaProps) {
  const t = useTexts(uiTexts)
  const format = useFormat()
  if (change === null) return <span className={styles.delta}>{t('newlyStarted')}</span>
  const isFlat = Math.abs(change) < 0.0005
  const direction = change > 0 ? 'up' : 'down'
  const tone = isFlat || goodWhen === 'neither' ? 'flat' : direction === goodWhen ? 'good' : 'bad'
  const amount = inPoints ? t('points', { number: format.signed(change * 100) }) : format.change(change)
  return (
    <span className={styles.delta} data-tone={tone}>
      {!isFlat && <Icon name={direction} size={13} />}
      {isFlat ? t('noChange') : amount}
      <span className={terse ? 'r-hidden' : styles.versus}>{t('versusPrevious')}</span>
    </span>
  )
}
