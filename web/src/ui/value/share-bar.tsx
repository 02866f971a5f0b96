import styles from './value.module.css'

export interface ShareBarProps {
  /** Between 0 and 1; beyond that it is cut. */
  readonly share: number
  readonly tone?: 'brand' | 'warn' | 'bad'
  readonly className?: string
}

/** A share as a bar, beside a figure that says the same; as wide as its place. */
export function ShareBar({ share, tone = 'brand', className = '' }: ShareBarProps) {
  return (
    <span className={`${styles.shareBar} ${className}`} data-tone={tone} aria-hidden="true">
      <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  )
}
