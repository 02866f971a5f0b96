import { useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import styles from './rfm.module.css'
import { rfmTexts } from './texts'

/** Which of R, F and M are high in a class. */
export function HighLow({ classKey }: { readonly classKey: string }) {
  const t = useTexts(rfmTexts)
  const isHigh = {
    R: /_(value|develop)$/.test(classKey),
    F: /_(value|keep)$/.test(classKey),
    M: classKey.startsWith('important_'),
  }
  return (
    <span className={styles.highLow}>
      {Object.entries(isHigh).map(([letter, high]) => (
        <span key={letter} data-high={high} title={`${letter} ${t(high ? 'high' : 'low')}`}>
          {letter}
          <Icon name={high ? 'up' : 'down'} size={12} />
          <span className="r-hidden">{t(high ? 'high' : 'low')}</span>
        </span>
      ))}
    </span>
  )
}
