import type { AudienceEstimate, SegmentPreview } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { asProblem } from '../../../lib/api-problem'
import { useLocale, useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  Avatar,
  Card,
  EmptyState,
  Loading,
  Money,
  Notice,
  useCustomerName,
  useProblemText,
} from '../../../ui'
import styles from './builder.module.css'
import { previewTexts } from './preview-texts'
import { builderTexts } from './texts'
import type { Audience } from './use-audience'

export interface PreviewPanelProps {
  readonly audience: Audience
  /** How many parts still need filling in, or are wrong. */
  readonly openParts: number
}

/** What the rule means now: size, sentence, reach, some people. Never a figure of an earlier rule. */
export function PreviewPanel({ audience, openParts }: PreviewPanelProps) {
  const t = useTexts(previewTexts)
  const { exact, estimate, error } = audience
  return (
    <Card className={styles.preview}>
      <div aria-live="polite" aria-busy={openParts === 0 && !exact && !error} className={styles.previewBody}>
        {openParts > 0 ? (
          <Unfinished openParts={openParts} />
        ) : error ? (
          <Refused error={error} />
        ) : exact ? (
          <Answer preview={exact} />
        ) : estimate ? (
          <Estimate estimate={estimate} />
        ) : (
          <Counting label={t('counting')} />
        )}
      </div>
    </Card>
  )
}

function Unfinished({ openParts }: { readonly openParts: number }) {
  const t = useTexts(builderTexts)
  const preview = useTexts(previewTexts)
  return (
    <>
      <p className={styles.size}>
        <b aria-hidden="true">–</b>
      </p>
      <p className={styles.previewNote}>{t('openParts', { count: openParts })}</p>
      <p className={styles.everybody}>{preview('openHint')}</p>
    </>
  )
}

function Refused({ error }: { readonly error: Error }) {
  const named = useNamed(builderTexts)
  const problemText = useProblemText()
  const { code } = asProblem(error)
  const ours = named('problem', code)
  return <Notice tone="warn">{ours === code ? problemText(error) : ours}</Notice>
}

function Counting({ label }: { readonly label: string }) {
  return (
    <>
      <p className={styles.previewNote}>{label}</p>
      <Loading rows={5} />
    </>
  )
}

/** A size read off a part of the people, said to be one. */
function Estimate({ estimate }: { readonly estimate: AudienceEstimate }) {
  const t = useTexts(previewTexts)
  const built = useTexts(builderTexts)
  const format = useFormat()
  const { people, low, high, everybody, sampled, isExact } = estimate
  if (isExact) return <Counting label={t('counting')} />
  return (
    <>
      <p className={styles.size} data-estimate>
        {t('about')} <b>{format.count(people)}</b> {built('people')}
      </p>
      <p className={styles.share}>
        {t('interval', { low: format.count(low), high: format.count(high) })}
        <span className={styles.previewNote}>{t('countingExactly')}</span>
      </p>
      <ShareBar share={everybody > 0 ? people / everybody : 0} />
      <p className={styles.everybody}>{t('sampled', { sampled: format.count(sampled) })}</p>
      <Loading rows={4} />
    </>
  )
}

function ShareBar({ share }: { readonly share: number }) {
  return (
    <div className={styles.shareBar} aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </div>
  )
}

function Answer({ preview }: { readonly preview: SegmentPreview }) {
  const t = useTexts(builderTexts)
  const texts = useTexts(previewTexts)
  const locale = useLocale()
  const format = useFormat()
  const { people, everybody: total, value, reach, sentence, tookMs } = preview
  return (
    <>
      <p className={styles.size}>
        <b>{format.count(people)}</b> {t('people')}
      </p>
      <p className={styles.share}>
        {total > 0 && t('ofEverybody', { share: format.percent(people / total) })}
        <span title={texts('exactHint')}>
          {texts('exact', { took: Math.max(0.1, tookMs / 1_000).toFixed(1) })}
        </span>
      </p>
      <ShareBar share={total > 0 ? people / total : 0} />
      <h3 className={styles.previewTitle}>{t('inWords')}</h3>
      <p className={styles.sentence}>{sentence[locale]}</p>
      <dl className={styles.previewFacts}>
        <div>
          <dt>{t('buyers')}</dt>
          <dd>{format.count(value.buyers)}</dd>
        </div>
        <div>
          <dt>{t('spent')}</dt>
          <dd>
            <Money minor={value.revenueMinor} compact />
          </dd>
        </div>
        {reach.map(({ channel, reachable }) => (
          <div key={channel}>
            <dt>{`${t('reach')} · ${t(`channel.${channel}`)}`}</dt>
            <dd>{format.count(reachable)}</dd>
          </div>
        ))}
      </dl>
      {reach.some(({ channel }) => channel === 'sms') && (
        <p className={styles.everybody}>{texts('smsHint')}</p>
      )}
      {people === 0 ? (
        <EmptyState scene="people" title={t('previewEmpty')} compact />
      ) : (
        <Sample sample={preview.sample} />
      )}
    </>
  )
}

function Sample({ sample }: Pick<SegmentPreview, 'sample'>) {
  const t = useTexts(builderTexts)
  const nameOf = useCustomerName()
  return (
    <>
      <h3 className={styles.previewTitle}>{t('sample')}</h3>
      <ul className={styles.sample}>
        {sample.map(({ id, name, city, revenueMinor }) => (
          <li key={id}>
            <Link to={`/customers/${id}`} className={styles.person} target="_blank">
              <Avatar name={name} seed={id} size={28} />
              <span className={styles.personName}>{nameOf(name, id)}</span>
              <span className={styles.personNote}>{city}</span>
              <Money minor={revenueMinor} compact />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
