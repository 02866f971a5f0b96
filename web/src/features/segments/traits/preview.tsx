import type { ComputedTraitPreview, ComputedValue, ComputedValueType } from '@rapport/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  Avatar,
  Card,
  EmptyState,
  Loading,
  Notice,
  ShareBar,
  TraitValue,
  useCustomerName,
  useProblemText,
} from '../../../ui'
import { computedTexts } from './texts'
import styles from './traits.module.css'

/** What the definition gives now: values of some customers and how they are distributed. */
export function TraitPreview(props: {
  readonly query: UseQueryResult<ComputedTraitPreview>
  readonly isWhole: boolean
}) {
  const t = useTexts(computedTexts)
  const problem = useProblemText(computedTexts)
  const { query, isWhole } = props
  const { data, error, isPlaceholderData } = query
  return (
    <Card title={t('preview')} className={styles.preview}>
      <div aria-live="polite" className={styles.previewBody} data-behind={isPlaceholderData}>
        {!isWhole ? (
          <p className={styles.hint}>{t('previewOpen')}</p>
        ) : error ? (
          <Notice tone="warn">{problem(error)}</Notice>
        ) : data ? (
          <Answer preview={data} />
        ) : (
          <Loading rows={5} />
        )}
      </div>
    </Card>
  )
}

function Answer({ preview }: { readonly preview: ComputedTraitPreview }) {
  const t = useTexts(computedTexts)
  const locale = useLocale()
  const format = useFormat()
  const { people, everybody, withValue, sentence } = preview
  if (everybody === 0) return <EmptyState scene="people" title={t('noPeople')} compact />
  return (
    <>
      <p className={styles.sentence}>{sentence[locale]}</p>
      <p className={styles.hint}>
        {t('previewOf', { people: format.count(people), everybody: format.count(everybody) })}
      </p>
      <p className={styles.share}>
        <span>{t('withValue')}</span>
        <b className="r-num">{format.percent(withValue / people)}</b>
      </p>
      <Distribution preview={preview} />
      {preview.spread && <Spread spread={preview.spread} type={preview.valueType} />}
      <Sample preview={preview} />
    </>
  )
}

/** The most frequent values; where most people have one of their own, the spread says more. */
function Distribution({ preview }: { readonly preview: ComputedTraitPreview }) {
  const t = useTexts(computedTexts)
  const format = useFormat()
  const { values, others, withValue, valueType, spread } = preview
  const isScattered = spread !== null && others > withValue / 2
  if (values.length === 0 || isScattered) return null
  const bars = [
    ...values.map(({ value, people }) => ({
      key: String(value),
      label: <Value value={value} type={valueType} />,
      people,
    })),
    ...(others > 0 ? [{ key: 'others', label: t('others'), people: others }] : []),
  ]
  return (
    <>
      <h3 className={styles.heading}>{t('distribution')}</h3>
      <ul className={styles.values}>
        {bars.map(({ key, label, people }) => (
          <li key={key}>
            <span>{label}</span>
            <ShareBar share={people / withValue} />
            <span className="r-num">{format.percent(people / withValue)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Spread(props: {
  readonly spread: NonNullable<ComputedTraitPreview['spread']>
  readonly type: ComputedValueType
}) {
  const t = useTexts(computedTexts)
  const { spread, type } = props
  const steps = ['min', 'lowerQuartile', 'median', 'upperQuartile', 'max'] as const
  const valueAt = (figure: number) => (type === 'date' ? new Date(figure).toISOString() : figure)
  return (
    <>
      <h3 className={styles.heading}>{t('spread')}</h3>
      <dl className={styles.spread}>
        {steps.map((step) => (
          <div key={step} style={{ display: 'contents' }}>
            <dt>{t(`spread.${step}`)}</dt>
            <dd>
              <Value value={valueAt(spread[step])} type={type} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Sample({ preview }: { readonly preview: ComputedTraitPreview }) {
  const nameOf = useCustomerName()
  const t = useTexts(computedTexts)
  return (
    <>
      <h3 className={styles.heading}>{t('sample')}</h3>
      <ul className={styles.sample}>
        {preview.sample.map(({ customer, value }) => (
          <li key={customer.id}>
            <Link to={`/customers/${customer.id}`} className={styles.person} target="_blank">
              <Avatar name={customer.name} seed={customer.id} size={28} />
              <span>{nameOf(customer.name, customer.id)}</span>
              <Value value={value} type={preview.valueType} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Value({ value, type }: { readonly value: ComputedValue; readonly type: ComputedValueType }) {
  const t = useTexts(computedTexts)
  if (value === null) return <span className={styles.none}>{t('noValue')}</span>
  return <TraitValue trait={{ name: '', type: type === 'date' ? 'moment' : type }} value={value} brief />
}
