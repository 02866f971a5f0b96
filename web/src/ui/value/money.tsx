import { useFormat } from '../../lib/use-format'
import styles from './value.module.css'

export interface MoneyProps {
  /** Integer minor units: cents, 分. Null shows a dash. */
  readonly minor: number | null | undefined
  /** Left out: the workspace's. */
  readonly currency?: string
  /** ¥1.2万 instead of ¥12,000.00; the full amount is in the tooltip. */
  readonly compact?: boolean
}

/** An amount of money. */
export function Money({ minor, currency, compact = false }: MoneyProps) {
  const format = useFormat()
  if (minor === null || minor === undefined) return <span className={styles.money}>–</span>
  const whole = format.money(minor, currency)
  if (!compact) return <span className={styles.money}>{whole}</span>
  return (
    <span className={styles.money} title={whole}>
      {format.moneyCompact(minor, currency)}
    </span>
  )
}
