import { Button } from 'antd'
import { asProblem } from '../../lib/api-problem'
import { type Texts, useNamed, useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import styles from './feedback.module.css'
import { Illustration } from './illustrations'

export interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly compact?: boolean
}

/** Says what went wrong, with the stable code for those who help, and offers to try again. */
export function ErrorState({ error, onRetry, compact = false }: ErrorStateProps) {
  const t = useTexts(uiTexts)
  const { code, issues } = asProblem(error)
  return (
    <div className={`${styles.empty} ${compact ? styles.compact : ''}`} role="alert">
      <div className={styles.art}>
        <Illustration scene="broken" />
      </div>
      <p className={styles.title}>{t('wentWrong')}</p>
      <p className={styles.hint}>
        <ProblemText error={error} />
      </p>
      {issues.length > 0 && (
        <ul className={styles.issues}>
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.code}>
        {t('errorCode')}: {code}
      </p>
      {onRetry && (
        <div className={styles.actions}>
          <Button onClick={onRetry}>{t('retry')}</Button>
        </div>
      )}
    </div>
  )
}

/** The sentence for an error: ours where we have one for its code, else the server's own. */
export function ProblemText({ error }: { readonly error: unknown }) {
  return <>{useProblemText()(error)}</>
}

/**
 * Turns an error into a sentence, for messages that are not a component. A feature gives its own texts when codes of
 * its own can come (`problem.<code>`); they go first.
 */
export function useProblemText<K extends string>(own?: Texts<K>): (error: unknown) => string {
  const general = useNamed(uiTexts)
  const special = useNamed<string>(own ?? uiTexts)
  return (error) => {
    const { code, detail } = asProblem(error)
    const sentences = [special, general].map((named) => named('problem', code))
    return sentences.find((sentence) => sentence !== code) ?? detail
  }
}
