import { type LookalikeSize, lookalikesApi } from '@rapport/contract'
import { Button, Slider } from 'antd'
import { useCallback, useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, type Palette, SegmentDialog } from '../../../ui'
import styles from './lookalikes.module.css'
import type { ResultProps } from './result-page'
import { lookalikeTexts } from './texts'

const beginAt = 3

/** Size against similarity: a slider over the sizes there are rules for, and a segment of the one chosen. */
export function SizeCard({ lookalike, result: { sizes, curve } }: ResultProps) {
  const t = useTexts(lookalikeTexts)
  const locale = useLocale()
  const format = useFormat()
  const may = useMay()
  const [place, setPlace] = useState(Math.min(beginAt, sizes.length - 1))
  const [isSaving, setSaving] = useState(false)
  const size = sizes[place]
  if (!size) return null
  return (
    <Card title={t('sizeTitle')} hint={t('sizeHint')}>
      <div className={styles.columns}>
        <div className={styles.size}>
          <Slider
            min={0}
            max={sizes.length - 1}
            step={null}
            value={place}
            marks={Object.fromEntries(sizes.map(({ people }, at) => [at, format.compact(people)]))}
            tooltip={{ formatter: (at) => format.count(sizes[at ?? 0]?.people ?? 0) }}
            ariaLabelForHandle={t('sizeLabel')}
            ariaValueTextFormatterForHandle={(at) => format.count(sizes[at]?.people ?? 0)}
            onChange={setPlace}
          />
          <p aria-live="polite">
            <strong>
              {t('sizeIs', {
                people: format.count(size.people),
                similarity: format.percent(size.similarity),
              })}
            </strong>
          </p>
          <p className={styles.label}>{t('ruleTitle')}</p>
          <p className={styles.sentence}>{size.sentence[locale]}</p>
          <p className={styles.hint}>
            {t('ruleNote', {
              ruled: format.count(size.ruled),
              precision: format.percent(size.precision),
              recall: format.percent(size.recall),
            })}
          </p>
          {may('segments:write') && (
            <div>
              <Button type="primary" onClick={() => setSaving(true)}>
                {t('makeSegment')}
              </Button>
            </div>
          )}
        </div>
        <Curve curve={curve} chosen={size} />
      </div>
      {isSaving && (
        <SegmentDialog
          name={lookalike.name}
          create={(name) =>
            call(lookalikesApi.createSegment, { params: { id: lookalike.id, size: place }, body: { name } })
          }
          texts={lookalikeTexts}
          onClose={() => setSaving(false)}
        />
      )}
    </Card>
  )
}

interface CurveProps {
  readonly curve: ResultProps['result']['curve']
  readonly chosen: LookalikeSize
}

function Curve({ curve, chosen }: CurveProps) {
  const t = useTexts(lookalikeTexts)
  const format = useFormat()
  const option = useCallback(
    (palette: Palette) => ({
      grid: { left: 8, right: 20, top: 20, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.percent(value) },
      xAxis: { type: 'value', axisLabel: { formatter: (at: number) => format.compact(at) } },
      yAxis: { type: 'value', axisLabel: { formatter: (at: number) => format.percent(at) } },
      series: [
        {
          name: t('similarity'),
          type: 'line',
          smooth: false,
          color: palette.series[0],
          data: curve.map(({ people, similarity }) => [people, similarity]),
          markLine: {
            symbol: 'none',
            silent: true,
            label: { formatter: format.compact(chosen.people), color: palette.ink2 },
            lineStyle: { color: palette.accent, type: 'solid' },
            data: [{ xAxis: chosen.people }],
          },
        },
      ],
    }),
    [curve, chosen, t, format],
  )
  return (
    <Chart
      label={t('sizeHint')}
      option={option}
      table={{
        columns: [t('people'), t('similarity')],
        rows: curve.map(({ people, similarity }) => [format.count(people), format.percent(similarity)]),
      }}
      height={230}
    />
  )
}
