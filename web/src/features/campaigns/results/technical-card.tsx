import type { ArmFigures, CampaignResults, Incremental } from '@rapport/contract'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, DateTime, Facts, Icon } from '../../../ui'
import { campaignTexts } from '../texts'
import styles from './results.module.css'

/** Everything that an analyst needs to check the headline; folded away for the rest. */
export function TechnicalCard({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <Card>
      <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="chevronRight" size={16} />
        {t('technical')}
        <span className={styles.toggleHint}>{t('technicalHint')}</span>
      </button>
      {isOpen && (
        <div className={styles.technical}>
          <GroupTable results={results} />
          <EstimateTable results={results} />
          <HowMeasured results={results} />
        </div>
      )}
    </Card>
  )
}

function GroupTable({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { arms, currency } = results
  const money = (minor: number) => format.money(minor, currency)
  const rate = ({ converted, people }: ArmFigures) =>
    people === 0 ? '–' : format.percent(converted / people, 2)
  const lines: readonly (readonly [string, (arm: ArmFigures) => string])[] = [
    [t('people'), ({ people }) => format.count(people)],
    [t('converted'), ({ converted }) => format.count(converted)],
    [t('conversionRate'), rate],
    [t('orders'), ({ orders }) => format.count(orders)],
    [t('revenue'), ({ revenueMinor }) => money(revenueMinor)],
    [t('refunded'), ({ refundedMinor }) => money(refundedMinor)],
    [t('netRevenue'), ({ netRevenueMinor }) => money(netRevenueMinor)],
    [t('spentBefore'), ({ spentBeforeMinor }) => money(spentBeforeMinor)],
  ]
  return (
    <Figures head={[t('groupFigures'), t('treated'), t('holdout')]}>
      {lines.map(([name, write]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{write(arms.treated)}</td>
          <td>{write(arms.holdout)}</td>
        </tr>
      ))}
    </Figures>
  )
}

function EstimateTable({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const money = (minor: number) => format.money(Math.round(minor), results.currency)
  const points = (share: number) => format.percent(share, 3)
  const lines: readonly (readonly [string, Incremental, (value: number) => string])[] = [
    [t('adjusted'), results.revenue, money],
    [t('unadjusted'), results.revenueUnadjusted, money],
    [t('headlineConversions'), results.conversions, points],
  ]
  return (
    <Figures
      head={[
        t('estimate'),
        t('method'),
        t('perPersonColumn'),
        t('interval95'),
        t('relativeEffect'),
        t('pValue'),
        t('detectable'),
      ]}
    >
      {lines.map(([name, answer, write]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {answer.kind === 'no_answer' ? (
            <td colSpan={6}>{answer.reason}</td>
          ) : (
            <>
              <td>{t(`method.${answer.method}`)}</td>
              <td>{write(answer.perPerson.estimate)}</td>
              <td>
                {t('rangeShort', { low: write(answer.perPerson.low), high: write(answer.perPerson.high) })}
              </td>
              <td>{answer.relative ? format.change(answer.relative.estimate) : '–'}</td>
              <td>{answer.pValue < 0.0001 ? '< 0.0001' : answer.pValue.toFixed(4)}</td>
              <td>{write(answer.smallestDetectableTotal / Math.max(1, results.arms.treated.people))}</td>
            </>
          )}
        </tr>
      ))}
    </Figures>
  )
}

function HowMeasured({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { window, holdout, sampleRatio } = results
  const ends = window.endsAt ? format.moment(window.endsAt) : ''
  const share = t('srmHelp', {
    share: format.percent(holdout.share, 2),
    planned: format.percent(holdout.plannedShare, 2),
    p: sampleRatio.pValue.toPrecision(3),
  })
  return (
    <>
      <Facts
        facts={[
          {
            label: t('window'),
            value: `${t('windowDays', { days: window.days })} · ${window.isOpen ? t('windowOpen', { end: ends }) : t('windowClosed')}`,
          },
          {
            label: t('prePeriod'),
            value:
              window.prePeriodDays === 0 ? t('noPrePeriod') : t('daysCount', { count: window.prePeriodDays }),
          },
          { label: t('conversionEvent'), value: window.conversionEvent },
          { label: t('split'), value: share },
          { label: t('computedAt'), value: <DateTime at={results.computedAt} show="exact" /> },
        ]}
      />
      {results.peopleInBothArms > 0 && (
        <p className="r-muted">{t('bothArms', { count: format.count(results.peopleInBothArms) })}</p>
      )}
    </>
  )
}

function Figures({ head, children }: { readonly head: readonly string[]; readonly children: ReactNode }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.figures}>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
