import { Link } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import { Card, EmptyState, Icon, Loading } from '../../ui'
import styles from './home.module.css'
import { homeTexts } from './texts'
import { useConcerns } from './use-concerns'

/** What waits for a person, each with the way to it. */
export function Attention() {
  const t = useTexts(homeTexts)
  const { concerns, isLoading, hasFailed } = useConcerns()
  return (
    <Card title={t('attention')}>
      {isLoading && concerns.length === 0 && <Loading rows={3} />}
      {!isLoading && !hasFailed && concerns.length === 0 && (
        <EmptyState scene="calm" title={t('attentionCalm')} hint={t('attentionCalmHint')} compact />
      )}
      <ul className={styles.todos}>
        {concerns.map(({ kind, count, tone, icon, to, search }) => (
          <li key={kind} className={styles.todo}>
            <span className={styles.todoIcon} data-tone={tone}>
              <Icon name={icon} />
            </span>
            <span className={styles.todoText}>{t(`attention.${kind}`, { count })}</span>
            <Link to={to} search={search as never} className={styles.todoAct}>
              {t(`act.${kind}`)}
            </Link>
          </li>
        ))}
      </ul>
      {hasFailed && <p className={styles.unsure}>{t('attentionUnsure')}</p>}
    </Card>
  )
}
