import type { Rule, SegmentPreview } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Avatar, Card, EmptyState, Loading, Money, ProblemText } from '../../../ui'
import { previewQuery } from '../queries'
import styles from './builder.module.css'
import { builderTexts } from './texts'

const typingPauseMs = 300

/** What the rule means now: exact size, sentence, reach, some people. Follows the editing after a short pause. */
export function PreviewPanel(props: { readonly rule: Rule | null; readonly openParts: number }) {
  const t = useTexts(builderTexts)
  const rule = useSettled(props.rule)
  const query = useQuery({
    ...previewQuery(rule ?? everybody),
    enabled: rule !== null,
    placeholderData: keepPreviousData,
  })
  const isBehind = rule !== props.rule || query.isFetching
  return (
    <Card className={styles.preview}>
      <div aria-live="polite" data-behind={isBehind} className={styles.previewBody}>
        {query.error && rule ? (
          <p className={styles.previewNote}>
            <ProblemText error={query.error} />
          </p>
        ) : query.data ? (
          <Answer preview={query.data} note={noteOf(props, t, isBehind)} />
        ) : rule !== null && props.openParts === 0 ? (
          <Loading rows={5} />
        ) : (
          <p className={styles.previewNote}>{noteOf(props, t, isBehind)}</p>
        )}
      </div>
    </Card>
  )
}

const everybody: Rule = { kind: 'all', of: [] }

function noteOf(
  { rule, openParts }: { readonly rule: Rule | null; readonly openParts: number },
  t: ReturnType<typeof useTexts<keyof (typeof builderTexts)['catalogue']['en']>>,
  isBehind: boolean,
): string {
  if (openParts > 0) return t('openParts', { count: openParts })
  if (rule === null) return t('tooMany')
  return isBehind ? t('counting') : ''
}

function Answer({ preview, note }: { readonly preview: SegmentPreview; readonly note: string }) {
  const t = useTexts(builderTexts)
  const locale = useLocale()
  const format = useFormat()
  const { people, everybody: total, value, reach, sample, sentence } = preview
  return (
    <>
      <p className={styles.size}>
        <b>{format.count(people)}</b> {t('people')}
      </p>
      <p className={styles.share}>
        {total > 0 && t('ofEverybody', { share: format.percent(people / total) })}
        {note && <span className={styles.previewNote}>{note}</span>}
      </p>
      <div className={styles.shareBar} aria-hidden="true">
        <i style={{ width: `${total > 0 ? (people / total) * 100 : 0}%` }} />
      </div>
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
      {people === 0 ? (
        <EmptyState scene="people" title={t('previewEmpty')} compact />
      ) : (
        <>
          <h3 className={styles.previewTitle}>{t('sample')}</h3>
          <ul className={styles.sample}>
            {sample.map(({ id, name, city, revenueMinor }) => (
              <li key={id}>
                <Link to={`/customers/${id}`} className={styles.person} target="_blank">
                  <Avatar name={name} seed={id} size={28} />
                  <span className={styles.personName}>{name || t('unnamed')}</span>
                  <span className={styles.personNote}>{city}</span>
                  <Money minor={revenueMinor} compact />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** The rule once editing pauses; what is not whole is not asked for. */
function useSettled(rule: Rule | null): Rule | null {
  const [settled, setSettled] = useState(rule)
  useEffect(() => {
    if (rule === null) return
    const timer = window.setTimeout(() => setSettled(rule), typingPauseMs)
    return () => window.clearTimeout(timer)
  }, [rule])
  return settled
}
