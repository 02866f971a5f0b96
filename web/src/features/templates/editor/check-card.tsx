import { type CheckResult, type Finding, messagesApi, type TemplateContent } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useNamed, useTexts } from '../../../lib/texts'
import { Card, Icon, Notice, QueryView } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'

export interface CheckCardProps {
  readonly content: TemplateContent
  /** Leads to the place of a finding. */
  readonly onGo: (finding: Finding) => void
}

/** What the check says of the template, with a way to each place. */
export function CheckCard({ content, onGo }: CheckCardProps) {
  const t = useTexts(templateTexts)
  const check = useQuery({
    queryKey: ['templates', 'check', content],
    queryFn: ({ signal }) => call(messagesApi.checkTemplate, { body: { content }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Card title={t('check')}>
      <QueryView query={check} rows={2}>
        {(result) => <Result result={result} onGo={onGo} />}
      </QueryView>
    </Card>
  )
}

function Result({
  result: { canLaunch, findings },
  onGo,
}: { readonly result: CheckResult } & Pick<CheckCardProps, 'onGo'>) {
  const t = useTexts(templateTexts)
  const verdict = !canLaunch ? 'cannotSend' : findings.length > 0 ? 'canSend' : 'allGood'
  const tone = !canLaunch ? 'bad' : findings.length > 0 ? 'warn' : 'good'
  return (
    <div aria-live="polite">
      <Notice tone={tone}>{t(verdict)}</Notice>
      {findings.length > 0 && (
        <ul className={styles.findings}>
          {findings.map((finding) => (
            <FindingLine key={JSON.stringify(finding)} finding={finding} onGo={onGo} />
          ))}
        </ul>
      )}
    </div>
  )
}

function FindingLine({ finding, onGo }: { readonly finding: Finding } & Pick<CheckCardProps, 'onGo'>) {
  const t = useTexts(templateTexts)
  const named = useNamed(templateTexts)
  const { level, code, message, suggestions, line, part, locale } = finding
  const place = line === null ? named('part', part) : t('place', { part: named('part', part), line })
  return (
    <li className={styles.finding} data-level={level}>
      <Icon name="alert" size={16} />
      <div>
        <p>{t(`finding.${code}`, { subject: shownSubject(finding), message })}</p>
        {suggestions.length > 0 && <p>{t('suggestion', { names: suggestions.join(' / ') })}</p>}
        <span className={styles.where}>
          {code === 'missing_channel' ? (
            <Link to="/settings/email">{t('setUpChannel')}</Link>
          ) : (
            <button type="button" className={styles.go} onClick={() => onGo(finding)}>
              {place}
            </button>
          )}
          {locale && <span>{t(`locale.${locale}`)}</span>}
        </span>
      </div>
    </li>
  )
}

/** What is missing is shown as it would be written. */
function shownSubject({ code, subject }: Finding): string {
  return code.startsWith('missing_unsubscribe') ? `{{ ${subject} }}` : subject
}
