import { type Rule, type SegmentOverlap, segmentQuestionLimits } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, EmptyState, QueryView, ScrollBox } from '../../../ui'
import { overlapQuery, segmentNamesQuery } from '../queries'
import styles from './overlap.module.css'
import { overlapTexts } from './texts'
import { UpsetPlot } from './upset-plot'

export type OverlapCardProps =
  /** A rule that is being written; null while it is not whole. `segmentId`: what it will be saved over. */
  | { readonly of: 'rule'; readonly rule: Rule | null; readonly segmentId?: string }
  | { readonly of: 'segment'; readonly segmentId: string }

/** How a segment, or the rule on the page, overlaps with others that are chosen: a picture and its figures. */
export function OverlapCard(props: OverlapCardProps) {
  const t = useTexts(overlapTexts)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const names = useQuery(segmentNamesQuery)
  const mostOthers = segmentQuestionLimits.overlapSetsMax - 1
  const others = (names.data ?? []).filter(({ id }) => id !== props.segmentId)
  return (
    <Card title={t('title')} hint={t('hint')}>
      <div className={styles.card}>
        <Select<string[]>
          mode="multiple"
          className={styles.choose}
          showSearch={{ optionFilterProp: 'label' }}
          maxCount={mostOthers}
          value={[...chosen]}
          aria-label={t('choose')}
          placeholder={t('choosePlaceholder', { count: mostOthers })}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
        {chosen.length > 0 && <Answer asked={props} chosen={chosen} />}
      </div>
    </Card>
  )
}

function Answer({ asked, chosen }: { readonly asked: OverlapCardProps; readonly chosen: readonly string[] }) {
  const t = useTexts(overlapTexts)
  const isRule = asked.of === 'rule'
  const rule = isRule ? asked.rule : undefined
  const overlap = useQuery({
    ...(isRule ? overlapQuery(chosen, rule ?? undefined) : overlapQuery([asked.segmentId, ...chosen])),
    enabled: rule !== null,
    placeholderData: isRule ? undefined : keepPreviousData,
  })
  if (rule === null) return <EmptyState scene="calm" title={t('waiting')} compact />
  return <QueryView query={overlap}>{(data) => <Overlap overlap={data} />}</QueryView>
}

function Overlap({ overlap }: { readonly overlap: SegmentOverlap }) {
  const t = useTexts(overlapTexts)
  if (overlap.parts.length === 0) return <EmptyState scene="people" title={t('none')} compact />
  const names = overlap.sets.map(({ id, name }) => (id === null ? t('thisRule') : name))
  return (
    <div className={styles.answer}>
      <UpsetPlot overlap={overlap} names={names} />
      <Figures overlap={overlap} names={names} />
    </div>
  )
}

function Figures({
  overlap: { parts },
  names,
}: {
  readonly overlap: SegmentOverlap
  readonly names: readonly string[]
}) {
  const t = useTexts(overlapTexts)
  const format = useFormat()
  const inAny = parts.reduce((sum, { people }) => sum + people, 0)
  const nameOf = (of: readonly number[]) =>
    of.length === 1
      ? t('only', { name: names[of[0] ?? 0] ?? '' })
      : of.map((place) => names[place] ?? '').join(t('and'))
  return (
    <ScrollBox label={t('part')} className={styles.tableBox}>
      <table className={styles.table}>
        <caption>{t('inAny', { count: format.count(inAny) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('part')}</th>
            <th scope="col">{t('people')}</th>
            <th scope="col" title={t('shareHint')}>
              {t('share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ of, people }) => (
            <tr key={of.join(' ')}>
              <td>{nameOf(of)}</td>
              <td>{format.count(people)}</td>
              <td>{format.percent(people / inAny)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
