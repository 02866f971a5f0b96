import type { Customer } from '@rapport/contract'
import { App, Button, Dropdown } from 'antd'
import { useMay } from '../../lib/session'
import { useNamed, useTexts } from '../../lib/texts'
import {
  Card,
  CopyText,
  DateTime,
  Icon,
  StatusBadge,
  TraitValue,
  useProblemText,
  useTraitLabel,
} from '../../ui'
import { CompaniesCard } from './companies-card'
import styles from './customers.module.css'
import { useSetTraits } from './queries'
import { SegmentsCard } from './segments-card'
import { SourceName } from './source-name'
import { TagsEditor } from './tags-editor'
import { customerTexts } from './texts'

/** The short of it: how to reach them, tags, consent, ids, where they stand. */
export function SidePanel({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  return (
    <aside className={styles.side} aria-label={t('contact')}>
      <Contact customer={customer} />
      <Card title={t('tags')}>
        <TagsEditor customer={customer} />
      </Card>
      <Card title={t('consent')}>
        <div className={styles.plain}>
          <ConsentLine customer={customer} channel="email" />
          <ConsentLine customer={customer} channel="sms" />
        </div>
      </Card>
      <Standing customer={customer} />
      <CompaniesCard customerId={customer.id} />
      <SegmentsCard customerId={customer.id} />
      <Identifiers customer={customer} />
    </aside>
  )
}

const contactTraits = ['phone', 'email', 'company', 'city', 'region', 'country', 'language'] as const
const copied = new Set<string>(['phone', 'email'])

function Contact({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const label = useTraitLabel()
  const known = contactTraits.filter((trait) => customer.traits[trait] !== undefined)
  return (
    <Card title={t('contact')}>
      <div className={styles.plain}>
        {known.length === 0 && <span className="r-muted">{t('noContact')}</span>}
        {known.map((trait) => (
          <div key={trait} className={styles.line}>
            <span>{label(trait)}</span>
            <TraitValue
              trait={{ name: trait, type: 'text' }}
              value={customer.traits[trait]?.value}
              canCopy={copied.has(trait)}
            />
          </div>
        ))}
      </div>
    </Card>
  )
}

function ConsentLine({
  customer,
  channel,
}: {
  readonly customer: Customer
  readonly channel: 'email' | 'sms'
}) {
  const t = useTexts(customerTexts)
  const may = useMay()
  const trait = `consent_${channel}`
  const consent = customer.traits[trait]
  return (
    <div className={styles.consent}>
      <div>
        <div>{t(`consent.${channel}`)}</div>
        {consent && (
          <div className={styles.consentNote}>
            <SourceName source={consent.source} /> · <DateTime at={consent.at} show="relative" />
          </div>
        )}
      </div>
      <span className={styles.tags}>
        {consent ? (
          <TraitValue trait={{ name: trait, type: 'choice' }} value={consent.value} />
        ) : (
          <StatusBadge>{t('consentUnknown')}</StatusBadge>
        )}
        {may('customers:write') && <ConsentMenu id={customer.id} trait={trait} value={consent?.value} />}
      </span>
    </div>
  )
}

function ConsentMenu({
  id,
  trait,
  value,
}: {
  readonly id: string
  readonly trait: string
  readonly value: unknown
}) {
  const t = useTexts(customerTexts)
  const { message } = App.useApp()
  const problemText = useProblemText()
  const set = useSetTraits(id)
  const say = (next: 'granted' | 'withdrawn') =>
    set.mutate(
      { [trait]: next },
      {
        onSuccess: () => void message.success(t('saved')),
        onError: (error) => void message.error(problemText(error)),
      },
    )
  const items = [
    { key: 'granted', label: t('grant'), disabled: value === 'granted', onClick: () => say('granted') },
    {
      key: 'withdrawn',
      label: t('withdraw'),
      disabled: value === 'withdrawn',
      onClick: () => say('withdrawn'),
    },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button
        type="text"
        size="small"
        icon={<Icon name="more" size={16} />}
        aria-label={t('edit')}
        loading={set.isPending}
      />
    </Dropdown>
  )
}

function Standing({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const label = useTraitLabel()
  const { rfm_recency: r, rfm_frequency: f, rfm_monetary: m } = customer.traits
  const lines = (
    [
      'lifecycle_stage',
      'rfm_segment',
      'rfm_class',
      'favourite_category',
      'favourite_channel',
      'favourite_hour',
    ] as const
  ).filter((trait) => customer.traits[trait] !== undefined)
  if (lines.length === 0) return null
  return (
    <Card
      title={t('segments')}
      hint={
        r && f && m ? t('scores', { r: String(r.value), f: String(f.value), m: String(m.value) }) : undefined
      }
    >
      <div className={styles.plain}>
        {lines.map((trait) => (
          <div key={trait} className={styles.line}>
            <span>{label(trait)}</span>
            <TraitValue
              trait={{ name: trait, type: trait === 'lifecycle_stage' ? 'choice' : 'text' }}
              value={customer.traits[trait]?.value}
            />
          </div>
        ))}
      </div>
    </Card>
  )
}

const identifiersShown = 6

function Identifiers({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const named = useNamed(customerTexts)
  const shown = customer.identifiers.slice(0, identifiersShown)
  const rest = customer.identifiers.length - shown.length
  return (
    <Card title={t('knownBy')}>
      <div className={styles.plain}>
        {shown.map(({ kind, value }) => (
          <div key={`${kind} ${value}`} className={styles.line}>
            <span>{named('id', kind)}</span>
            <CopyText text={value} code />
          </div>
        ))}
        {rest > 0 && <span className="r-muted">{t('moreIds', { count: rest })}</span>}
      </div>
    </Card>
  )
}
