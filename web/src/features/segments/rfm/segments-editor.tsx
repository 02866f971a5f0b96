import type { RfmSegment } from '@rapport/contract'
import { Button, Input, Select } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Card, Icon } from '../../../ui'
import type { ConfigPartProps } from './method-editor'
import { uncovered } from './ranges'
import styles from './rfm.module.css'
import { rfmTexts } from './texts'

const axes = ['recency', 'frequency', 'monetary'] as const
const scores = [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }))
const segmentsMax = 30

/** The named segments with their bounds, in the order in which they are tried. */
export function SegmentsEditor({ config, wrong, onChange }: ConfigPartProps) {
  const t = useTexts(rfmTexts)
  const { segments } = config
  const set = (next: RfmSegment[]) => onChange({ segments: next })
  const change = (index: number, part: Partial<RfmSegment>) =>
    set(segments.map((segment, at) => (at === index ? { ...segment, ...part } : segment)))
  const left = uncovered(segments)
  return (
    <Card title={t('segmentsEdit')} hint={t('segmentsEditHint')}>
      <div className={styles.scroll}>
        <table className={styles.edit}>
          <thead>
            <tr>
              <th scope="col">{t('nameZh')}</th>
              <th scope="col">{t('nameEn')}</th>
              {axes.map((axis) => (
                <th key={axis} scope="col">
                  {t(`key.${axis}`)}
                </th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {segments.map((segment, index) => (
              <tr key={segment.key}>
                <td>
                  <NameField index={index} segment={segment} locale="zh-CN" wrong={wrong} onChange={change} />
                </td>
                <td>
                  <NameField index={index} segment={segment} locale="en" wrong={wrong} onChange={change} />
                </td>
                {axes.map((axis) => (
                  <td key={axis}>
                    <Range
                      name={t(`key.${axis}`)}
                      range={segment[axis]}
                      isWrong={wrong.has(`segments.${index}.${axis}`)}
                      onChange={(range) => change(index, { [axis]: range })}
                    />
                  </td>
                ))}
                <td>
                  <RowActions index={index} segments={segments} onChange={set} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.foot}>
        <span className="r-muted">{left === 0 ? t('coverageFull') : t('coverage', { count: left })}</span>
        <Button
          icon={<Icon name="plus" size={15} />}
          disabled={segments.length >= segmentsMax}
          onClick={() => set([...segments, newSegment(segments)])}
        >
          {t('addSegment')}
        </Button>
      </div>
    </Card>
  )
}

function NameField(props: {
  readonly index: number
  readonly segment: RfmSegment
  readonly locale: 'zh-CN' | 'en'
  readonly wrong: ReadonlySet<string>
  readonly onChange: (index: number, part: Partial<RfmSegment>) => void
}) {
  const t = useTexts(rfmTexts)
  const { index, segment, locale, wrong, onChange } = props
  return (
    <Input
      value={segment.name[locale]}
      maxLength={60}
      aria-label={t(locale === 'en' ? 'nameEn' : 'nameZh')}
      status={wrong.has(`segments.${index}.name.${locale}`) ? 'error' : undefined}
      onChange={(event) => onChange(index, { name: { ...segment.name, [locale]: event.target.value } })}
    />
  )
}

function Range(props: {
  readonly name: string
  readonly range: RfmSegment['recency']
  readonly isWrong: boolean
  readonly onChange: (range: RfmSegment['recency']) => void
}) {
  const t = useTexts(rfmTexts)
  const { name, range, isWrong, onChange } = props
  const status = isWrong ? 'error' : undefined
  return (
    <span className={styles.range}>
      <Select
        value={range.from}
        options={scores}
        status={status}
        aria-label={t('rangeFrom', { name })}
        onChange={(from) => onChange({ ...range, from })}
      />
      –
      <Select
        value={range.to}
        options={scores}
        status={status}
        aria-label={t('rangeTo', { name })}
        onChange={(to) => onChange({ ...range, to })}
      />
    </span>
  )
}

function RowActions(props: {
  readonly index: number
  readonly segments: readonly RfmSegment[]
  readonly onChange: (segments: RfmSegment[]) => void
}) {
  const t = useTexts(rfmTexts)
  const { index, segments, onChange } = props
  const move = (by: number) => {
    const next = [...segments]
    const [moved] = next.splice(index, 1)
    if (moved) next.splice(index + by, 0, moved)
    onChange(next)
  }
  return (
    <span className={styles.rowActions}>
      <Button
        type="text"
        size="small"
        disabled={index === 0}
        icon={<Icon name="chevronDown" size={15} style={{ rotate: '180deg' }} />}
        aria-label={t('moveUp')}
        onClick={() => move(-1)}
      />
      <Button
        type="text"
        size="small"
        disabled={index === segments.length - 1}
        icon={<Icon name="chevronDown" size={15} />}
        aria-label={t('moveDown')}
        onClick={() => move(1)}
      />
      <Button
        type="text"
        size="small"
        disabled={segments.length === 1}
        icon={<Icon name="trash" size={15} />}
        aria-label={t('removeSegment')}
        onClick={() => onChange(segments.filter((_, at) => at !== index))}
      />
    </span>
  )
}

/** A segment with a key that none has; it takes everybody until its bounds are set. */
function newSegment(segments: readonly RfmSegment[]): RfmSegment {
  const keys = new Set(segments.map(({ key }) => key))
  let number = segments.length + 1
  while (keys.has(`segment_${number}`)) number += 1
  const all = { from: 1, to: 5 }
  return {
    key: `segment_${number}`,
    name: { 'zh-CN': `新分群 ${number}`, en: `Segment ${number}` },
    recency: all,
    frequency: all,
    monetary: all,
  }
}
