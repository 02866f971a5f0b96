import type { GuessedColumn, ImportPreview } from '@rapport/contract'
import { useNamed, useTexts } from '../../../lib/texts'
import { ScrollBox } from '../../../ui'
import styles from '../imports.module.css'
import { useTargetName } from '../mapping/targets'
import { importTexts } from '../texts'

export interface RawRowsProps {
  readonly columns: readonly GuessedColumn[]
  readonly rows: ImportPreview['rows']
}

/** The first rows of the file as they are, with what is wrong with each. */
export function RawRows({ columns, rows }: RawRowsProps) {
  const t = useTexts(importTexts)
  const name = useTargetName()
  return (
    <ScrollBox label={t('rawRows')}>
      <table className={styles.raw}>
        <thead>
          <tr>
            <th scope="col">{t('rowNumber')}</th>
            <th scope="col">{t('problems')}</th>
            {columns.map(({ index, header, target }) => (
              <th key={index} scope="col" data-left-out={target === null}>
                {header}
                <span>{target === null ? t('sure.none') : name(target)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RawRow key={row.row} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function RawRow({
  row,
  columns,
}: {
  readonly row: RawRowsProps['rows'][number]
  readonly columns: readonly GuessedColumn[]
}) {
  const t = useTexts(importTexts)
  const named = useNamed(importTexts)
  const isRejected = row.problems.some((problem) => problem.isRejected)
  return (
    <tr data-rejected={isRejected}>
      <td className="r-num">{row.row}</td>
      <td className={styles.rawProblem}>
        {row.problems.length === 0
          ? t('noProblems')
          : row.problems.map(({ reason, detail }) => (
              <span key={reason + detail} title={detail}>
                {named('reason', reason)}
              </span>
            ))}
      </td>
      {columns.map(({ index, target }) => (
        <td key={index} data-left-out={target === null}>
          {row.cells[index]}
        </td>
      ))}
    </tr>
  )
}
