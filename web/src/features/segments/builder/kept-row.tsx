import type { Rule } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTexts } from '../../../lib/texts'
import { ProblemText } from '../../../ui'
import { sentenceQuery } from '../queries'
import styles from './builder.module.css'
import { builderTexts } from './texts'

/** A part of a rule in words, which this page cannot edit. */
export function KeptRow({ rule }: { readonly rule: Rule }) {
  const t = useTexts(builderTexts)
  const locale = useLocale()
  const { data, error } = useQuery(sentenceQuery(rule))
  return (
    <div>
      {error ? <ProblemText error={error} /> : <span>{data?.[locale] ?? ''}</span>}
      <p className={styles.previewNote}>{t('keptNote')}</p>
    </div>
  )
}
