import { type Lookalike, type LookalikeResult, lookalikesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useLocale, useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Notice, Page, QueryView, RemoveRun, RunView, StatStrip, useTraitLabel } from '../../../ui'
import { FeaturesCard } from './features-card'
import { LiftCard } from './lift-card'
import styles from './lookalikes.module.css'
import { MembersCard } from './members-card'
import { lookalikePlace, lookalikeQuery } from './queries'
import { SizeCard } from './size-card'
import { lookalikeTexts } from './texts'

/** One search: how far it is, or who is like the seed and why. */
export function LookalikePage() {
  const t = useTexts(lookalikeTexts)
  const named = useNamed(lookalikeTexts)
  const may = useMay()
  const { id } = useParams({ strict: false }) as { id: string }
  const lookalike = useQuery(lookalikeQuery(id))
  const { data } = lookalike
  return (
    <Page
      title={data?.name ?? t('title')}
      crumbs={[
        { label: t('segments'), to: '/segments' },
        { label: t('title'), to: lookalikePlace.path },
      ]}
      lead={data && <Asked lookalike={data} />}
      actions={
        data &&
        may('segments:write') && (
          <RemoveRun
            {...lookalikePlace}
            run={data}
            detail={t('removeDetail')}
            remove={() => call(lookalikesApi.remove, { params: { id } })}
          />
        )
      }
    >
      <QueryView query={lookalike} rows={8}>
        {(shown) => (
          <RunView
            run={shown}
            running={t('running')}
            failed={{ title: t('failed'), hint: named('problem', shown.problem ?? 'internal') }}
            again={{ to: '/segments/lookalikes/new', search: { seed: shown.seedId } }}
          >
            {shown.result && <Result lookalike={shown} result={shown.result} />}
          </RunView>
        )}
      </QueryView>
    </Page>
  )
}

function Asked({ lookalike }: { readonly lookalike: Lookalike }) {
  const t = useTexts(lookalikeTexts)
  const locale = useLocale()
  const format = useFormat()
  const { seedId, seedName, sentence, startedBy, startedAt } = lookalike
  return (
    <>
      {t('seed')}{' '}
      <Link to={`/segments/${seedId}`} className={styles.inText}>
        {seedName}
      </Link>{' '}
      · {sentence?.[locale] ?? t('everybody')} · {startedBy} · {format.moment(startedAt)}
    </>
  )
}

export interface ResultProps {
  readonly lookalike: Lookalike
  readonly result: LookalikeResult
}

function Result({ lookalike, result }: ResultProps) {
  const t = useTexts(lookalikeTexts)
  const locale = useLocale()
  const labelOf = useTraitLabel()
  const { leaks } = result
  return (
    <>
      {leaks.length > 0 && (
        <Notice tone="warn">{t('leaks', { traits: leaks.map(labelOf).join(' · ') })}</Notice>
      )}
      <Figures result={result} />
      <Card title={t('wordsTitle')} hint={t('wordsHint')}>
        <p className={styles.words}>{result.words[locale]}</p>
      </Card>
      <SizeCard lookalike={lookalike} result={result} />
      <div className={styles.columns}>
        <FeaturesCard features={result.features} />
        <LiftCard result={result} />
      </div>
      <MembersCard lookalike={lookalike} />
      {result.omitted.length > 0 && <Omitted result={result} />}
      <Notice tone="plain">{t('meaning')}</Notice>
    </>
  )
}

/** Hosmer and Lemeshow's reading of an area, and what is too good. */
function qualityOf(area: number, low: number): string {
  if (area > 0.99) return 'leak'
  if (low <= 0.5) return 'none'
  if (area >= 0.8) return 'strong'
  return area >= 0.7 ? 'fair' : 'weak'
}

const liftShown = 0.1

function Figures({ result }: Pick<ResultProps, 'result'>) {
  const t = useTexts(lookalikeTexts)
  const named = useNamed(lookalikeTexts)
  const format = useFormat()
  const { seedPeople, others, sampled, area, lift } = result
  const best = lift.find(({ share }) => share === liftShown)
  const two = (value: number) => value.toFixed(2)
  return (
    <StatStrip
      label={t('figures')}
      items={[
        { label: t('seedPeople'), value: format.count(seedPeople) },
        {
          label: t('others'),
          value: format.count(others),
          note: t('sampledNote', { seed: format.count(sampled.seed), others: format.count(sampled.others) }),
        },
        {
          label: t('areaFigure'),
          value: two(area.estimate),
          note: t('areaNote', {
            low: two(area.low),
            high: two(area.high),
            words: named('quality', qualityOf(area.estimate, area.low)),
          }),
        },
        {
          label: t('liftFigure'),
          value: best ? `${best.lift.toFixed(1)}×` : '–',
          note: best && t('liftNote', { lift: best.lift.toFixed(1) }),
        },
      ]}
    />
  )
}

function Omitted({ result }: Pick<ResultProps, 'result'>) {
  const t = useTexts(lookalikeTexts)
  const named = useNamed(lookalikeTexts)
  const labelOf = useTraitLabel()
  return (
    <Card title={t('omittedTitle')} hint={t('traitsHint')}>
      <ul className={styles.omitted}>
        {result.omitted.map(({ trait, why }) => (
          <li key={trait}>
            {labelOf(trait)} <span className={styles.hint}>{named('why', why)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
