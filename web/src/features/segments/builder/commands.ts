export type Command =
  | 'undo'
  | 'redo'
  | 'duplicate'
  | 'wrap'
  | 'unwrap'
  | 'up'
  | 'down'
  | 'remove'
  | 'next'
  | 'previous'

/** What was pressed, as far as it matters. */
export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** What the keys mean while a condition has the focus. `onGrip`: on its handle, where plain keys are free. */
export function commandOf(pressed: Pressed, onGrip: boolean): Command | null {
  const { key, shiftKey, altKey } = pressed
  const isMod = pressed.ctrlKey || pressed.metaKey
  if (isMod && !altKey) return withMod(key.toLowerCase(), shiftKey)
  if (altKey && !isMod && !shiftKey) return key === 'ArrowUp' ? 'up' : key === 'ArrowDown' ? 'down' : null
  if (!onGrip || shiftKey || altKey) return null
  return plain[key] ?? null
}

const plain: Readonly<Record<string, Command>> = {
  Delete: 'remove',
  Backspace: 'remove',
  ArrowUp: 'previous',
  ArrowDown: 'next',
}

function withMod(key: string, shiftKey: boolean): Command | null {
  if (key === 'z') return shiftKey ? 'redo' : 'undo'
  if (key === 'g') return shiftKey ? 'unwrap' : 'wrap'
  if (shiftKey) return null
  return key === 'y' ? 'redo' : key === 'd' ? 'duplicate' : null
}
