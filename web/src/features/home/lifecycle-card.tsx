import type { HomeReport } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Card, EmptyState, useTraitValueLabel } from '../../ui'
import styles from './home.module.css'
import { homeTexts } from './texts'

/** Stages from the warmest to the coldest, each with its colour. */
const stages = [
  { stage: 'new', colour: 'var(--r-series-6)' },
  { stage: 'active', colour: 'var(--r-series-1)' },
  { stage: 'at_risk', colour: 'var(--r-series-4)' },
  { stage: 'dormant', colour: 'var(--r-series-2)' },
  { stage: 'lost', colour: 'var(--r-series-5)' },
  { stage: 'prospect', colour: 'var(--r-series-8)' },
] as const

/** How many customers stand in each stage, as one bar and as links to who they are. */
export function LifecycleCard({ report }: { readonly report: HomeReport }) {
  const t = useTexts(homeTexts)
  const stageName = useTraitValueLabel()
  const format = useFormat()
  const counted = stages.flatMap(({ stage, colour }) => {
    const customers = report.lifecycle.find((row) => row.stage === stage)?.customers ?? 0
    return customers > 0 ? [{ stage, colour, customers, name: stageName(stage) }] : []
  })
  const total = counted.reduce((sum, { customers }) => sum + customers, 0)
  if (total === 0) {
    return (
      <Card title={t('lifecycle')}>
        <EmptyState scene="people" title={t('lifecycleEmpty')} compact />
      </Card>
    )
  }
  const searchFor = (stage: string) => ({ where: `lifecycle_stage=${stage}` }) as never
  return (
    <Card title={t('lifecycle')} hint={t('lifecycleHint', { total: format.count(report.customers) })}>
      <div className={styles.bar}>
        {counted.map(({ stage, colour, customers, name }) => (
          <Link
            key={stage}
            to="/customers"
            search={searchFor(stage)}
            tabIndex={-1}
            aria-hidden="true"
            title={t('stagePeople', {
              stage: name,
              people: format.count(customers),
              share: format.percent(customers / total),
            })}
            style={{ flexGrow: customers, flexBasis: 0, background: colour }}
          />
        ))}
      </div>
      <ul className={styles.stages}>
        {counted.map(({ stage, colour, customers, name }) => (
          <li key={stage}>
            <Link to="/customers" search={searchFor(stage)} className={styles.stage}>
              <span className={styles.dot} style={{ background: colour }} aria-hidden="true" />
              {name}
              <b>{format.count(customers)}</b>
              <i>{format.percent(customers / total)}</i>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
