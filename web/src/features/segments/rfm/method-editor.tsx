import type { RfmConfig, RfmMethod } from '@rapport/contract'
import { InputNumber, Switch } from 'antd'
import { useId } from 'react'
import { minorDigits } from '../../../lib/format-money'
import { useTexts } from '../../../lib/texts'
import { useWorkspace } from '../../../lib/workspace'
import { Card, ChoiceCards } from '../../../ui'
import styles from './rfm.module.css'
import { rfmTexts } from './texts'

export interface ConfigPartProps {
  readonly config: RfmConfig
  /** Paths of fields that are not right. */
  readonly wrong: ReadonlySet<string>
  readonly onChange: (part: Partial<RfmConfig>) => void
}

type Thresholds = Extract<RfmMethod, { kind: 'thresholds' }>
type Line = 'recencyDays' | 'frequency' | 'monetaryMinor'

const places = [0, 1, 2, 3] as const

/** Quintiles, or where each score begins. */
export function MethodEditor({ config, wrong, onChange }: ConfigPartProps) {
  const t = useTexts(rfmTexts)
  const netId = useId()
  const { currency } = useWorkspace()
  const { method } = config
  return (
    <Card title={t('methodTitle')}>
      <ChoiceCards<RfmMethod['kind']>
        label={t('methodTitle')}
        value={method.kind}
        choices={[
          { value: 'quintiles', title: t('quintilesTitle'), hint: t('quintilesHint') },
          { value: 'equal_width', title: t('equalWidthTitle'), hint: t('equalWidthHint') },
          { value: 'thresholds', title: t('thresholdsTitle'), hint: t('thresholdsHint') },
        ]}
        onChange={(kind) =>
          onChange({
            method: kind === 'thresholds' ? beginningThresholds(10 ** minorDigits(currency)) : { kind },
          })
        }
      />
      {method.kind === 'thresholds' && (
        <>
          <LineEditor line="recencyDays" method={method} wrong={wrong} onChange={onChange} />
          <LineEditor line="frequency" method={method} wrong={wrong} onChange={onChange} />
          <LineEditor line="monetaryMinor" method={method} wrong={wrong} onChange={onChange} />
        </>
      )}
      <div className={styles.block}>
        <label htmlFor={netId} className={styles.range}>
          <Switch
            id={netId}
            checked={config.netOfRefunds}
            onChange={(netOfRefunds) => onChange({ netOfRefunds })}
          />
          <span>{t('net')}</span>
          <span className="r-muted">{t('netHint')}</span>
        </label>
      </div>
    </Card>
  )
}

function LineEditor(props: {
  readonly line: Line
  readonly method: Thresholds
  readonly wrong: ReadonlySet<string>
  readonly onChange: (part: Partial<RfmConfig>) => void
}) {
  const { line, method, wrong, onChange } = props
  const t = useTexts(rfmTexts)
  const { currency } = useWorkspace()
  const scale = line === 'monetaryMinor' ? 10 ** minorDigits(currency) : 1
  const titles = {
    recencyDays: t('thresholdRecency'),
    frequency: t('thresholdFrequency'),
    monetaryMinor: t('thresholdMonetary'),
  }
  const isWrong = [...wrong].some((path) => path.startsWith(`method.${line}`))
  const set = (place: number, value: number | null) => {
    const bounds = method[line].map((bound, index) =>
      index === place ? Math.round((value ?? 0) * scale) : bound,
    ) as Thresholds[Line]
    onChange({ method: { ...method, [line]: bounds } })
  }
  return (
    <div className={styles.block}>
      <h3>{titles[line]}</h3>
      <div className={styles.lines}>
        {places.map((place) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the number field is the control inside it
          <label key={place} className={styles.line}>
            {t(line === 'recencyDays' ? `line.recency.${place}` : `line.up.${place}`)}
            <InputNumber
              value={(method[line][place] ?? 0) / scale}
              min={0}
              status={isWrong ? 'error' : undefined}
              onChange={(value) => set(place, value)}
            />
          </label>
        ))}
      </div>
    </div>
  )
}

/** A shop's usual lines to begin from. */
function beginningThresholds(unitMinor: number): Thresholds {
  return {
    kind: 'thresholds',
    recencyDays: [31, 91, 181, 366],
    frequency: [2, 3, 5, 10],
    monetaryMinor: [200 * unitMinor, 500 * unitMinor, 1_000 * unitMinor, 3_000 * unitMinor],
  }
}
