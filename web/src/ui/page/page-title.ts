import { useEffect } from 'react'

/** The title of the browser's tab. `Page` sets it; only pages without one need this. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Rapport 知客`
  }, [title])
}
