import { type MembershipReason, profilesApi, type RuleExplanation, segmentLiveApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { call } from '../../../lib/api'
import { useLocale, useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { DateTime, Icon, Money, Notice, QueryView, useEventName } from '../../../ui'
import { leafTexts } from '../builder/leaf-texts'
import { liveTexts } from '../live-texts'
import styles from './why.module.css'

export interface WhyDrawerProps {
  readonly segmentId: string
  /** Null is closed. */
  readonly profileId: string | null
  readonly onClose: () => void
}

/** Why somebody is in a segment or is not: every condition, whether it holds, and what decided it. */
export function WhyDrawer({ segmentId, profileId, onClose }: WhyDrawerProps) {
  const t = useTexts(liveTexts)
  const id = profileId ?? ''
  const reason = useQuery({
    queryKey: ['segments', 'why', segmentId, id],
    queryFn: ({ signal }) => call(segmentLiveApi.why, { params: { id: segmentId, profileId: id }, signal }),
    enabled: profileId !== null,
  })
  const customer = useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => call(profilesApi.get, { params: { id }, signal }),
    enabled: profileId !== null,
  })
  const name = customer.data?.name || t('someone')
  const verdict = t(reason.data?.isIn ? 'verdict.in' : 'verdict.out')
  return (
    <Drawer
      open={profileId !== null}
      onClose={onClose}
      title={reason.data ? t('whyTitle', { name, verdict }) : t('why')}
      extra={<Link to={`/customers/${id}`}>{t('openCustomer')}</Link>}
      size={520}
    >
      <QueryView query={reason} rows={6}>
        {(data) => <Reason reason={data} />}
      </QueryView>
    </Drawer>
  )
}

function Reason({ reason }: { readonly reason: MembershipReason }) {
  const t = useTexts(liveTexts)
  const format = useFormat()
  return (
    <>
      <p className={styles.asOf}>{t('asOf', { at: format.momentExact(reason.evaluatedAt) })}</p>
      {reason.explanation ? (
        <ul className={styles.tree}>
          <Part part={reason.explanation} />
        </ul>
      ) : (
        <Notice tone="warn">{t('tooMuch')}</Notice>
      )}
    </>
  )
}

const groupKinds = ['all', 'any', 'none', 'at_least'] as const
type GroupKind = (typeof groupKinds)[number]

function Part({ part }: { readonly part: RuleExplanation }) {
  const t = useTexts(liveTexts)
  const locale = useLocale()
  const { kind, holds, of } = part
  const group = groupKinds.find((one): one is GroupKind => one === kind)
  return (
    <li className={styles.part}>
      <div className={styles.line} data-holds={holds}>
        <span className={styles.sign}>
          <Icon name={holds ? 'check' : 'close'} size={14} />
          <span className="r-hidden">{t(holds ? 'holds' : 'holdsNot')}</span>
        </span>
        <span>{group ? t(`group.${group}`) : part.sentence[locale]}</span>
      </div>
      {of.length === 0 ? (
        <Evidence part={part} />
      ) : (
        <ul className={styles.tree} aria-label={kind === 'segment' ? t('otherSegment') : undefined}>
          {of.map((inner, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a rule have no name but their place
            <Part key={index} part={inner} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** What decided: the value of an attribute, or the events that counted. */
function Evidence({ part }: { readonly part: RuleExplanation }) {
  const t = useTexts(liveTexts)
  const standing = useNamed(liveTexts)
  const identifier = useNamed(leafTexts)
  const format = useFormat()
  const eventName = useEventName()
  const { kind, values, counted, events, measured } = part
  if (kind === 'identifier' || kind === 'reach') {
    const shown = values
      .map((value) => (kind === 'reach' ? standing('standing', value) : identifier('id', value)))
      .join(' · ')
    return <div className={styles.evidence}>{shown || t('noValue')}</div>
  }
  if (kind === 'distance') {
    const [km] = values.map(Number)
    const isShown = km !== undefined && !Number.isNaN(km)
    return (
      <div className={styles.evidence}>
        {isShown
          ? t('distanceNow', { km: format.count(Math.round(km * 10) / 10) })
          : (values[0] ?? t('noPlace'))}
      </div>
    )
  }
  if (kind === 'trait') {
    const shown = values.length > 0 ? t('currentValue', { value: values.join(', ') }) : t('noValue')
    return <div className={styles.evidence}>{shown}</div>
  }
  if (counted === null) return <div className={styles.evidence}>{t('notBegun')}</div>
  const isMeasured = measured !== null && measured !== counted
  return (
    <div className={styles.evidence}>
      {t('counted', { count: format.count(counted) })}
      {isMeasured && ` · ${t('measured', { value: format.count(measured) })}`}
      {events.length > 0 && (
        <ul className={styles.events} aria-label={t('newest', { count: events.length })}>
          {events.map((event) => (
            <li key={`${event.time} ${event.name}`}>
              <DateTime at={event.time} show="exact" /> {eventName({ type: 'track', name: event.name })}{' '}
              {event.valueMinor !== 0 && <Money minor={event.valueMinor} />}
              <span className={styles.properties}>
                {Object.entries(event.properties)
                  .map(([path, value]) => `${path} = ${JSON.stringify(value)}`)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
