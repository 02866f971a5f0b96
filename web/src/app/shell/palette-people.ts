import type { PaletteOption } from './palette-options'

const nobody: readonly PaletteOption[] = []

/** Customers that the typed word finds. */
export function usePeople(_typed: string): readonly PaletteOption[] {
  return nobody
}
