import { Segmented } from 'antd'
import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'

export interface PeriodChoiceProps<Days extends number> {
  readonly choices: readonly Days[]
  readonly days: Days
  readonly onChange: (days: Days) => void
}

/** How many of the last days a page or a card is about. */
export function PeriodChoice<Days extends number>({ choices, days, onChange }: PeriodChoiceProps<Days>) {
  const t = useTexts(uiTexts)
  return (
    <Segmented<Days>
      aria-label={t('period')}
      style={{ flex: 'none', maxWidth: '100%', overflowX: 'auto' }} // in English it is wider than a phone
      value={days}
      options={choices.map((value) => ({
        value,
        label: value === 365 ? t('lastYear') : t('lastDays', { days: value }),
      }))}
      onChange={onChange}
    />
  )
}
