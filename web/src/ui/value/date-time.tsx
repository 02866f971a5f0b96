import { Tooltip } from 'antd'
import { formatRelative, type Moment } from '../../lib/format-time'
import { useFormat } from '../../lib/use-format'
import { useNow } from '../../lib/use-now'
import styles from './value.module.css'

export interface DateTimeProps {
  /** ISO text or milliseconds. Null shows a dash. */
  readonly at: Moment | null | undefined
  /** `full` day and time; `day`; `relative` "3 min ago"; `exact` with seconds and zone. */
  readonly show?: 'full' | 'day' | 'relative' | 'exact'
}

/** A moment in the workspace's time zone; the exact time with its zone is in the tooltip. */
export function DateTime({ at, show = 'full' }: DateTimeProps) {
  const format = useFormat()
  if (at === null || at === undefined) return <span className={styles.time}>–</span>
  const exact = format.momentExact(at)
  if (show === 'exact') return <Stamp at={at} text={exact} />
  return (
    <Tooltip title={exact}>
      {show === 'relative' ? (
        <RelativeStamp at={at} />
      ) : (
        <Stamp at={at} text={show === 'day' ? format.day(at) : format.moment(at)} />
      )}
    </Tooltip>
  )
}

function RelativeStamp({ at, ...rest }: { readonly at: Moment }) {
  const { locale } = useFormat()
  return <Stamp at={at} text={formatRelative(at, useNow(), locale)} {...rest} />
}

function Stamp({ at, text, ...rest }: { readonly at: Moment; readonly text: string }) {
  const date = new Date(at)
  return (
    <time
      dateTime={Number.isNaN(date.getTime()) ? undefined : date.toISOString()}
      className={styles.time}
      {...rest}
    >
      {text}
    </time>
  )
}
