import type { RfmCell, RfmSummary } from '@rapport/contract'
import { Button, Segmented } from 'antd'
import { type CSSProperties, useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card } from '../../../ui'
import { countIn, wholeRange } from './ranges'
import styles from './rfm.module.css'
import { isSame, type Selection, toggleCell } from './selection'
import { rfmTexts } from './texts'

type Shade = 'people' | 'revenueMinor'
const levels = [5, 4, 3, 2, 1] as const

export interface GridCardProps {
  readonly summary: RfmSummary
  readonly selection: Selection | null
  /** Missing when the people behind the cells cannot be listed. */
  readonly onSelect?: (selection: Selection | null) => void
}

/** The five by five grid as a heat map: the darker, the more people or money. Cells can be picked. */
export function GridCard({ summary, selection, onSelect }: GridCardProps) {
  const t = useTexts(rfmTexts)
  const [shade, setShade] = useState<Shade>('people')
  const most = Math.max(...summary.grid.map((cell) => cell[shade]), 1)
  const { recencyDays, frequency } = summary.cutPoints
  const hasCells = selection?.kind === 'cells'
  const rangeIn = (unit: 'times', range: string | null) =>
    range === null ? '–' : t(unit, { range, count: countIn(range) })
  return (
    <Card
      title={t('gridTitle')}
      hint={onSelect && t('gridHint')}
      extra={
        <>
          {hasCells && (
            <Button type="text" size="small" onClick={() => onSelect?.(null)}>
              {t('clear')}
            </Button>
          )}
          <Segmented<Shade>
            size="small"
            value={shade}
            aria-label={t('colourBy')}
            options={[
              { value: 'people', label: t('byPeople') },
              { value: 'revenueMinor', label: t('byRevenue') },
            ]}
            onChange={setShade}
          />
        </>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a group of toggle buttons has no element of its own */}
      <div className={styles.grid} role="group" aria-label={t('gridLabel')}>
        <span className={styles.axisY}>{t('axisRecency')}</span>
        {levels.map((recency) => (
          <Row
            key={recency}
            recency={recency}
            range={wholeRange(recencyDays, 6 - recency, 0)}
            cells={summary.grid.filter((cell) => cell.recency === recency)}
            shadeOf={(cell) => cell[shade] / most}
            people={summary.people}
            selection={selection}
            onSelect={onSelect}
          />
        ))}
        <span />
        {[...levels].reverse().map((level) => (
          <span key={level} className={styles.axisCell}>
            <b>{level}</b>
            <i>{rangeIn('times', wholeRange(frequency, level, 1))}</i>
          </span>
        ))}
        <span className={styles.axisX}>{t('axisFrequency')}</span>
      </div>
    </Card>
  )
}

interface RowProps {
  readonly recency: number
  readonly range: string | null
  readonly cells: readonly RfmCell[]
  readonly shadeOf: (cell: RfmCell) => number
  readonly people: number
  readonly selection: Selection | null
  readonly onSelect?: (selection: Selection | null) => void
}

function Row({ recency, range, cells, shadeOf, people, selection, onSelect }: RowProps) {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const isPicked = (cell: RfmCell) =>
    selection?.kind === 'cells' && selection.cells.some((other) => isSame(other, cell))
  return (
    <>
      <span className={styles.axisCell}>
        <b>{recency}</b>
        <i>{range === null ? '–' : t('days', { range })}</i>
      </span>
      {cells.map((cell) => (
        <button
          key={cell.frequency}
          type="button"
          className={styles.cell}
          style={{ '--shade': `${shadeBy(shadeOf(cell))}%` } as CSSProperties}
          data-strong={shadeBy(shadeOf(cell)) >= strongFrom}
          aria-pressed={isPicked(cell)}
          disabled={!onSelect || cell.people === 0}
          aria-label={t('cell', {
            recency: cell.recency,
            frequency: cell.frequency,
            people: format.count(cell.people),
            revenue: format.money(cell.revenueMinor),
          })}
          onClick={() => onSelect?.(toggleCell(selection, cell))}
        >
          <b>{format.count(cell.people)}</b>
          <span>{format.moneyCompact(cell.revenueMinor)}</span>
          <i>{people > 0 ? format.percent(cell.people / people) : ''}</i>
        </button>
      ))}
    </>
  )
}

/**
 * How much of the brand's colour a cell has, in percent, by the square root, so that small cells can still be told
 * apart. Between the two stretches neither light nor dark figures could be read.
 */
function shadeBy(share: number): number {
  if (share <= 0) return 0
  const root = Math.sqrt(Math.min(1, share))
  return Math.round(root <= 0.7 ? 6 + (root / 0.7) * 42 : 84 + ((root - 0.7) / 0.3) * 16)
}

/** Where the second stretch begins. */
const strongFrom = 84
