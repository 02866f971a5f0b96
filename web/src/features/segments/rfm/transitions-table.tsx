import type { RfmTransitions } from '@rapport/contract'
import type { CSSProperties } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { ScrollBox } from '../../../ui'
import { transitionTexts } from './transition-texts'
import styles from './transitions.module.css'

export interface TransitionsTableProps {
  readonly data: RfmTransitions
  readonly nameOf: (key: string) => string
  readonly picked: { readonly from: string; readonly to: string } | null
  readonly onPick: (move: { readonly from: string; readonly to: string }) => void
}

/** A heat map as a table: a row is where people were, and the darker a cell, the more of them went there. */
export function TransitionsTable({ data, nameOf, picked, onPick }: TransitionsTableProps) {
  const t = useTexts(transitionTexts)
  const format = useFormat()
  const people = (from: string, to: string) =>
    data.cells.find((cell) => cell.from === from && cell.to === to)?.people ?? 0
  const total = (of: 'from' | 'to', key: string) =>
    data.cells.filter((cell) => cell[of] === key).reduce((sum, cell) => sum + cell.people, 0)
  const rows = data.keys.filter((key) => total('from', key) > 0)
  const columns = data.keys.filter((key) => total('to', key) > 0)
  return (
    <ScrollBox label={t('tableLabel')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('corner')}</th>
            {columns.map((key) => (
              <th key={key} scope="col">
                {nameOf(key)}
              </th>
            ))}
            <th scope="col">{t('total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => (
            <tr key={from}>
              <th scope="row">{nameOf(from)}</th>
              {columns.map((to) => {
                const count = people(from, to)
                const share = count / total('from', from)
                const shareText =
                  share < leastShare ? `<${format.percent(leastShare)}` : format.percent(share)
                return (
                  <td key={to}>
                    {count === 0 ? (
                      <span className={styles.nobody}>–</span>
                    ) : (
                      <button
                        type="button"
                        className={styles.move}
                        style={{ '--shade': `${shadeBy(share)}%` } as CSSProperties}
                        data-stays={from === to}
                        aria-pressed={picked?.from === from && picked.to === to}
                        aria-label={t('cell', {
                          from: nameOf(from),
                          to: nameOf(to),
                          count: format.count(count),
                          share: shareText,
                        })}
                        onClick={() => onPick({ from, to })}
                      >
                        <b>{format.count(count)}</b>
                        <i>{shareText}</i>
                      </button>
                    )}
                  </td>
                )
              })}
              <td className={styles.total}>{format.count(total('from', from))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('total')}</th>
            {columns.map((to) => (
              <td key={to} className={styles.total}>
                {format.count(total('to', to))}
              </td>
            ))}
            <td className={styles.total}>
              {format.count(data.cells.reduce((sum, cell) => sum + cell.people, 0))}
            </td>
          </tr>
        </tfoot>
      </table>
    </ScrollBox>
  )
}

/** Below it a share would be written as none at all. */
const leastShare = 0.001

/** How much of the brand's colour a cell has, in percent: never so much that dark figures could not be read. */
const shadeBy = (share: number) => Math.round(6 + Math.sqrt(share) * 38)
