import type { SegmentOverlap } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { ScrollBox, ShareBar } from '../../../ui'
import styles from './overlap.module.css'
import { overlapTexts } from './texts'
import { layoutUpset, type UpsetColumn, upsetSizes } from './upset-layout'

export interface UpsetPlotProps {
  readonly overlap: SegmentOverlap
  /** What the sets are called, in their order. */
  readonly names: readonly string[]
}

/** Every intersection as a bar over the dots of its sets. The table beside it says the same to those who cannot see it. */
export function UpsetPlot({ overlap, names }: UpsetPlotProps) {
  const t = useTexts(overlapTexts)
  const format = useFormat()
  const layout = layoutUpset(overlap)
  return (
    <figure className={styles.plot} aria-label={t('picture')}>
      <ul className={styles.sets} style={{ paddingTop: upsetSizes.labels + upsetSizes.bars }}>
        {overlap.sets.map(({ id, people }, place) => (
          <li key={id ?? 'rule'} style={{ height: upsetSizes.row }} title={names[place]}>
            <span className={styles.setName}>{names[place]}</span>
            <span className={styles.setSize}>{format.compact(people)}</span>
            <ShareBar share={layout.rows[place]?.share ?? 0} className={styles.setBar} />
          </li>
        ))}
      </ul>
      <ScrollBox label={t('picture')} className={styles.picture}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          <title>{t('picture')}</title>
          {layout.rows.map(({ y }, place) => (
            <rect
              key={overlap.sets[place]?.id ?? 'rule'}
              className={styles.stripe}
              data-odd={place % 2 === 1}
              x={0}
              y={y - upsetSizes.row / 2}
              width={layout.width}
              height={upsetSizes.row}
            />
          ))}
          {layout.columns.map((column) => (
            <Column key={column.key} column={column} label={format.compact(column.people)} />
          ))}
        </svg>
      </ScrollBox>
      <p className={styles.note}>{t('pictureHint')}</p>
      {layout.left > 0 && <p className={styles.note}>{t('more', { count: layout.left })}</p>}
    </figure>
  )
}

const barWidth = 22
const dotRadius = 6

function Column({ column, label }: { readonly column: UpsetColumn; readonly label: string }) {
  const { x, bar, dots, line } = column
  return (
    <g>
      <rect
        className={styles.bar}
        x={x - barWidth / 2}
        y={bar.y}
        width={barWidth}
        height={bar.height}
        rx={3}
      />
      <text className={styles.count} x={x} y={bar.y - 5}>
        {label}
      </text>
      {line && <line className={styles.joint} x1={x} x2={x} y1={line.from} y2={line.to} />}
      {dots.map(({ y, isIn }) => (
        <circle key={y} className={styles.dot} data-in={isIn} cx={x} cy={y} r={dotRadius} />
      ))}
    </g>
  )
}
