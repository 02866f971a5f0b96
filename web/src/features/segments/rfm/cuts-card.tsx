import type { RfmCutPoints } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card } from '../../../ui'
import { countIn, wholeRange } from './ranges'
import styles from './rfm.module.css'
import { rfmTexts } from './texts'

const levels = [5, 4, 3, 2, 1] as const

/** Which days, orders and amounts each score stands for. */
export function CutsCard({ cutPoints }: { readonly cutPoints: RfmCutPoints }) {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const { recencyDays, frequency, monetaryMinor } = cutPoints
  const rangeIn = (unit: 'days' | 'times', range: string | null) =>
    range === null ? '–' : t(unit, { range, count: countIn(range) })
  const money = (level: number) => {
    if (level === 1) return `< ${format.moneyCompact(monetaryMinor[0] ?? 0)}`
    return t('atLeast', { value: format.moneyCompact(Math.ceil(monetaryMinor[level - 2] ?? 0)) })
  }
  return (
    <Card title={t('cutsTitle')} hint={t('cutsHint')}>
      <table className={styles.cuts}>
        <thead>
          <tr>
            <th scope="col">{t('score')}</th>
            <th scope="col">R</th>
            <th scope="col">F</th>
            <th scope="col">M</th>
          </tr>
        </thead>
        <tbody>
          {levels.map((level) => (
            <tr key={level}>
              <th scope="row">{level}</th>
              <td>{rangeIn('days', wholeRange(recencyDays, 6 - level, 0))}</td>
              <td>{rangeIn('times', wholeRange(frequency, level, 1))}</td>
              <td>{money(level)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
