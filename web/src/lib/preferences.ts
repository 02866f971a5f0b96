/** What this browser remembers of this person's choices. A browser that refuses storage forgets, and works. */
export type PreferenceName = 'locale' | 'theme' | 'workspace' | `columns.${string}` | `hidden.${string}`

/** A remembered choice, or null. */
export function readPreference(name: PreferenceName): string | null {
  try {
    return window.localStorage.getItem(`rapport.${name}`)
  } catch {
    return null
  }
}

/** Remembers a choice; null forgets it. */
export function writePreference(name: PreferenceName, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(`rapport.${name}`)
    else window.localStorage.setItem(`rapport.${name}`, value)
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}
