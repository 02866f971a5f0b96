import type { GuessedColumn, ImportPreview } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { DateTime, StatusBadge, type Tone, TraitValue, useEventName, useTraitLabel } from '../../../ui'
import styles from '../imports.module.css'
import { importTexts } from '../texts'
import { moneyText, productsOf } from './order-parts'

type Result = ImportPreview['results'][number]

const tones: Readonly<Record<Result['kind'], Tone>> = {
  customer: 'brand',
  order: 'good',
  refund: 'warn',
  event: 'info',
}

export interface ResultCardsProps {
  readonly results: readonly Result[]
  readonly columns: readonly GuessedColumn[]
}

/** The first customers, orders and events that the file becomes. */
export function ResultCards({ results }: ResultCardsProps) {
  return (
    <ul className={styles.results}>
      {results.map((result, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a preview does not move
        <li key={index} className={styles.result}>
          <ResultHead result={result} />
          {result.kind === 'order' || result.kind === 'refund' ? (
            <Order details={result.details} />
          ) : (
            <Values details={result.details} />
          )}
        </li>
      ))}
    </ul>
  )
}

function ResultHead({ result: { kind, title, who, at } }: { readonly result: Result }) {
  const t = useTexts(importTexts)
  const eventName = useEventName()
  return (
    <>
      <div className={styles.resultHead}>
        <StatusBadge tone={tones[kind]}>{t(`result.${kind}`)}</StatusBadge>
        <b>{kind === 'event' ? eventName({ type: 'track', name: title }) : title}</b>
      </div>
      <div className={styles.resultSub}>
        {who !== title && <span>{who}</span>}
        {kind !== 'customer' && <DateTime at={at} />}
      </div>
    </>
  )
}

const productsShown = 3

function Order({ details }: { readonly details: Result['details'] }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const products = productsOf(details)
  return (
    <>
      <div className={styles.amount}>{moneyText(details, format.locale)}</div>
      <div className={styles.resultSub}>
        {products.slice(0, productsShown).map((product, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a preview does not move
          <span key={index}>{t('productTimes', { name: product.name, count: product.quantity })}</span>
        ))}
        {products.length > productsShown && <span>{t('moreProducts', { count: products.length })}</span>}
      </div>
    </>
  )
}

const valuesShown = 6

function Values({ details }: { readonly details: Result['details'] }) {
  const label = useTraitLabel()
  const shown = Object.entries(details).slice(0, valuesShown)
  return (
    <dl className={styles.values}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{label(name)}</dt>
          <dd>
            <TraitValue trait={{ name, type: 'text' }} value={value} brief />
          </dd>
        </div>
      ))}
    </dl>
  )
}
