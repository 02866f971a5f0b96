import { companyPath, type TraitDefinition } from '@rapport/contract'
import { useOwnTraitLabels } from '../../lib/own-traits'
import { useRfmNames } from '../../lib/rfm-names'
import { useNamed, useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { uiTexts } from '../texts'
import { CopyText } from '../value/copy-text'
import { DateTime } from '../value/date-time'
import { Money } from '../value/money'
import { StatusBadge, Tag, type Tone } from '../value/status-badge'
import { traitTexts } from './texts'
import styles from './trait.module.css'

/** The name of a trait in the reader's language: `useTraitLabel()('last_order_at')`. */
export function useTraitLabel(): (trait: string) => string {
  const named = useNamed(traitTexts)
  const own = useOwnTraitLabels()
  const t = useTexts(traitTexts)
  const labelOf = (trait: string) => {
    const label = named('trait', trait)
    return label === trait ? (own.get(trait) ?? trait.replaceAll('_', ' ')) : label
  }
  return (trait) => {
    const of = companyPath(trait)
    if (!of) return labelOf(trait)
    return t(`of.${of.kind}`, { trait: of.trait === 'name' ? t('groupName') : labelOf(of.trait) })
  }
}

/** The name of a trait's value in the reader's language; values of no fixed list stay as they are. */
export function useTraitValueLabel(): (value: string) => string {
  const named = useNamed(traitTexts)
  return (value) => named('value', value)
}

export interface TraitValueProps {
  readonly trait: Pick<TraitDefinition, 'name' | 'type'>
  readonly value: unknown
  /** Ids and addresses get a button that copies them. */
  readonly canCopy?: boolean
  /** For dense lists: moments without the time of day. */
  readonly brief?: boolean
}

/** The value of a trait as its type is written: money, moment, share, list, state. */
export function TraitValue({ trait, value, canCopy = false, brief = false }: TraitValueProps) {
  const format = useFormat()
  const t = useTexts(traitTexts)
  const ui = useTexts(uiTexts)
  const label = useTraitValueLabel()
  if (value === null || value === undefined || value === '') return <>–</>
  if (Array.isArray(value) && value.length === 0) return '–'
  if (Array.isArray(value)) return <List items={value.map(String)} />
  if (typeof value === 'boolean') return <>{ui(value ? 'yes' : 'no')}</>
  if (typeof value === 'object') return <code>{JSON.stringify(value)}</code>
  if (typeof value === 'number') {
    if (trait.type === 'money') return <Money minor={value} />
    if (trait.name === 'discount_share') return <>{format.percent(value)}</>
    if (trait.name === 'favourite_hour') return <>{t('hour', { hour: value })}</>
    return <span className="r-num">{format.count(value)}</span>
  }
  const text = String(value)
  if (rfmTraits.has(trait.name)) return <RfmName value={text} />
  if (trait.type === 'moment') return <DateTime at={text} show={brief ? 'day' : 'full'} />
  if (trait.type === 'date') return <>{/^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : text}</>
  if (trait.type === 'choice') return <ChoiceValue value={text} label={label(text)} />
  if (trait.name === 'rfm_segment' || trait.name === 'rfm_class') return <>{label(text)}</>
  return canCopy ? <CopyText text={text} /> : text
}

const rfmTraits = new Set(['rfm_segment', 'rfm_class'])

function RfmName({ value }: { readonly value: string }) {
  return useRfmNames(true)(value)
}

const tones: Readonly<Record<string, Tone>> = {
  granted: 'good',
  withdrawn: 'bad',
  new: 'info',
  active: 'good',
  at_risk: 'warn',
  dormant: 'warn',
  lost: 'bad',
  prospect: 'plain',
}

function ChoiceValue({ value, label }: { readonly value: string; readonly label: string }) {
  const tone = tones[value]
  return tone ? <StatusBadge tone={tone}>{label}</StatusBadge> : label
}

function List({ items }: { readonly items: readonly string[] }) {
  return (
    <span className={styles.list}>
      {items.map((item) => (
        <Tag key={item}>{item}</Tag>
      ))}
    </span>
  )
}
