import type { DuplicatePair, DuplicateReason } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import {
  Avatar,
  DateTime,
  StatusBadge,
  type Tone,
  TraitValue,
  useCustomerName,
  useTraitLabel,
} from '../../ui'
import { type ComparedRow, comparedRows } from './compared-rows'
import styles from './duplicates.module.css'
import { duplicateTexts } from './texts'

const tones: Readonly<Record<DuplicateReason['verdict'], Tone>> = {
  same: 'good',
  similar: 'info',
  different: 'bad',
}

/** Two profiles side by side, what speaks for or against first. */
export function Comparison({ pair }: { readonly pair: DuplicatePair }) {
  const t = useTexts(duplicateTexts)
  const isLeftOlder = pair.left.firstSeenAt <= pair.right.firstSeenAt
  return (
    <table className={styles.comparison}>
      <thead>
        <tr>
          <td />
          <th scope="col">
            <Side side={pair.left} label={t('left')} stays={isLeftOlder} />
          </th>
          <th scope="col">
            <Side side={pair.right} label={t('right')} stays={!isLeftOlder} />
          </th>
        </tr>
      </thead>
      <tbody>
        {comparedRows(pair).map((row) => (
          <Row key={row.trait} row={row} />
        ))}
        <tr>
          <th scope="row">{t('firstSeen')}</th>
          <td>
            <DateTime at={pair.left.firstSeenAt} show="day" />
          </td>
          <td>
            <DateTime at={pair.right.firstSeenAt} show="day" />
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function Side(props: {
  readonly side: DuplicatePair['left']
  readonly label: string
  readonly stays: boolean
}) {
  const { side, label, stays } = props
  const t = useTexts(duplicateTexts)
  const name = useCustomerName()(side.name, side.profileId)
  return (
    <div className={styles.side}>
      <Avatar name={name} seed={side.profileId} />
      <div>
        <span className={styles.sideLabel}>
          {label}
          {stays && ` · ${t('keeps')}`}
        </span>
        <Link to={`/customers/${side.profileId}`} title={t('open')}>
          {name}
        </Link>
      </div>
    </div>
  )
}

function Row({ row }: { readonly row: ComparedRow }) {
  const t = useTexts(duplicateTexts)
  const label = useTraitLabel()
  return (
    <tr data-verdict={row.verdict ?? undefined}>
      <th scope="row">
        {label(row.trait)}
        {row.verdict && <StatusBadge tone={tones[row.verdict]}>{t(`verdict.${row.verdict}`)}</StatusBadge>}
        {row.isOneSided && <span className="r-muted">{t('oneSided')}</span>}
      </th>
      {[row.left, row.right].map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: left and right
        <td key={index}>
          <TraitValue trait={{ name: row.trait, type: row.type }} value={value} brief />
        </td>
      ))}
    </tr>
  )
}
