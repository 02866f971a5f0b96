import type { ComparedSegment, SegmentComparison } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, ScrollBox } from '../../../ui'
import styles from './compare.module.css'
import { type Measure, measured, measures, sorted } from './measures'
import { compareTexts } from './texts'
import { useMeasureText } from './use-measure-text'

export interface CompareTableProps {
  readonly comparison: SegmentComparison
  readonly by: Measure
  readonly isDescending: boolean
  readonly onSort: (by: Measure, isDescending: boolean) => void
}

/** Every figure of every segment, sorted by any of them. */
export function CompareTable({ comparison, by, isDescending, onSort }: CompareTableProps) {
  const t = useTexts(compareTexts)
  const may = useMay()
  const mayStart = may('campaigns:write')
  const direction = isDescending ? 'descending' : 'ascending'
  return (
    <Card title={t('tableTitle')} hint={t('tableHint')} flush>
      <ScrollBox label={t('tableTitle')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('segment')}</th>
              {measures.map((measure) => (
                <th key={measure} scope="col" aria-sort={measure === by ? direction : undefined}>
                  <button
                    type="button"
                    className={styles.sort}
                    aria-label={t('sortBy', { column: t(measure) })}
                    onClick={() => onSort(measure, measure === by ? !isDescending : true)}
                  >
                    {t(measure)}
                    {measure === by && (isDescending ? ' ↓' : ' ↑')}
                  </button>
                </th>
              ))}
              {mayStart && <th scope="col">{t('campaign')}</th>}
            </tr>
          </thead>
          <tbody>
            {sorted(comparison, by, isDescending).map((segment) => (
              <tr key={segment.id}>
                <th scope="row">
                  <Link to={`/segments/${segment.id}`}>{segment.name}</Link>
                </th>
                {measures.map((measure) => (
                  <td key={measure}>
                    <Cell segment={segment} measure={measure} channel={comparison.channel} />
                  </td>
                ))}
                {mayStart && (
                  <td>
                    <Link
                      to="/campaigns/new"
                      search={{ segment: segment.id } as never}
                      aria-label={t('campaignOf', { name: segment.name })}
                    >
                      {t('campaign')}
                    </Link>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Card>
  )
}

interface CellProps {
  readonly segment: ComparedSegment
  readonly measure: Measure
  readonly channel: SegmentComparison['channel']
}

function Cell({ segment, measure, channel }: CellProps) {
  const text = useMeasureText()
  const at = measured(segment, measure, channel)
  const note = useNote(segment, measure)
  const t = useTexts(compareTexts)
  return (
    <>
      {at ? text(measure, at.value) : '–'}
      {at?.interval && (
        <small>
          {t('interval', { low: text(measure, at.interval.low), high: text(measure, at.interval.high) })}
        </small>
      )}
      {note && <small>{note}</small>}
    </>
  )
}

/** What is said under a figure, or in place of one that is not known. */
function useNote({ share, value, growth, response }: ComparedSegment, measure: Measure): string | null {
  const t = useTexts(compareTexts)
  const named = useNamed(compareTexts)
  const format = useFormat()
  if (measure === 'people') return format.percent(share, 1)
  if (measure === 'yearMean') return t('median', { amount: format.moneyCompact(value.year.medianMinor) })
  if (measure === 'quarterMean')
    return t('median', { amount: format.moneyCompact(value.quarter.medianMinor) })
  if (measure === 'growth' && growth.kind === 'unknown')
    return growth.since ? t('growthSince', { day: format.dayShort(growth.since) }) : t('growthStarting')
  if (measure === 'growth' && growth.kind === 'known') return format.signed(growth.change)
  if (measure === 'rate' && response.kind === 'no_answer') {
    const why = named('refusal', response.reason)
    if (response.reason === 'no_campaigns') return why
    const counts = {
      treated: format.count(response.treated.people),
      heldOut: format.count(response.holdOut.people),
    }
    return `${why} · ${t('refusalDetail', counts)}`
  }
  return null
}
