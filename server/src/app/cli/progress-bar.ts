const barWidth = 30

/** A bar on a terminal; nothing where nobody looks. */
export function drawBar({ done, total }: { readonly done: number; readonly total: number }): void {
  if (!process.stderr.isTTY) return
  const share = total === 0 ? 0 : done / total
  const filled = Math.round(share * barWidth)
  const end = share >= 1 ? '\n' : ''
  process.stderr.write(
    `\r${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${Math.round(share * 100)} %${end}`,
  )
}
