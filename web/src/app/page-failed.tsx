import type { ErrorComponentProps } from '@tanstack/react-router'
import { ErrorState } from '../ui'

/** For a page whose code or first data failed; the rest of the console goes on. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={reset} />
}
