import { useCallback } from 'react'
import { useFormat } from '../../../lib/use-format'
import { type Measure, measureKinds } from './measures'

/** Writes a figure as its kind is read. */
export function useMeasureText(): (measure: Measure, value: number) => string {
  const format = useFormat()
  return useCallback(
    (measure, value) => {
      switch (measureKinds[measure]) {
        case 'count':
          return format.count(Math.round(value))
        case 'money':
          return format.moneyCompact(Math.round(value))
        case 'share':
          return format.percent(value, 1)
        case 'change':
          return format.change(value)
      }
    },
    [format],
  )
}
