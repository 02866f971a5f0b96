/** A subject as people read it: a variable shows its fallback, or three dots; conditions are left out. */
export function readableSubject(subject: string): string {
  return subject
    .replace(
      /\{\{.*?\|\s*default:\s*(?:"([^"]*)"|'([^']*)').*?\}\}/g,
      (_, double?: string, single?: string) => double ?? single ?? '…',
    )
    .replace(/\{\{.*?\}\}/g, '…')
    .replace(/\{%.*?%\}/g, '')
    .trim()
}
