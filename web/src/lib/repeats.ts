/** Longer than a slow double click, shorter than anybody needs to want the same thing again. */
const repeatMs = 1_000

/**
 * Makes a double click one change: what is sent again while it is on its way, or within `repeatMs` of its answer, is
 * answered by the first. Only the last change counts, so that on, off and on again stay three; a failure is
 * forgotten at once, so that it can be tried again.
 */
export function createRepeats() {
  let last: { readonly change: string; readonly answer: Promise<unknown> } | null = null
  return function joinRepeat<T>(change: string, send: () => Promise<T>): Promise<T> {
    if (last?.change === change) return last.answer as Promise<T>
    const sent = { change, answer: send() }
    const forget = () => {
      if (last === sent) last = null
    }
    last = sent
    sent.answer.then(() => setTimeout(forget, repeatMs), forget)
    return sent.answer
  }
}
