/** Thrown out of a start that was asked to end before it was through. */
export class EndedEarly extends Error {}

type Close = () => Promise<unknown>

/** What has been opened so far; closed once, last opened first. */
export class Lifetime {
  private readonly closes: Close[] = []
  private ended: Promise<void> | null = null
  private startedUp: Promise<unknown> = Promise.resolve()
  private asked = false

  /** Runs the start. When it is asked to end meanwhile, what it has opened is closed after its present step. */
  run<T>(start: () => Promise<T>): Promise<T> {
    const result = start()
    this.startedUp = result.catch(() => undefined)
    return result
  }

  get isEnding(): boolean {
    return this.asked
  }

  /** One step: opens something and says how it is closed. Refuses with `EndedEarly` when the end has been asked for. */
  async open<T>(open: () => Promise<T>, close: (opened: T) => Promise<unknown> = async () => {}): Promise<T> {
    if (this.asked) throw new EndedEarly()
    const opened = await open()
    this.closes.push(() => close(opened))
    if (this.asked) throw new EndedEarly()
    return opened
  }

  /** Closes everything; a second call waits for the first. */
  end(): Promise<void> {
    this.asked = true
    this.ended ??= this.startedUp.then(() => this.closeAll())
    return this.ended
  }

  /** What cannot be closed does not keep the rest open. */
  private async closeAll(): Promise<void> {
    const failures: unknown[] = []
    for (let close = this.closes.pop(); close; close = this.closes.pop()) {
      await close().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
}

/** npm hands Ctrl-C on to a program that has had it from the terminal already: twice within this time is once. */
const sameSignalMs = 1_000

/** Calls `end` at the first Ctrl-C or SIGTERM, and `force` at one that comes later. */
export function onEndSignals(end: () => void, force: () => void, nowMs: () => number): void {
  let firstMs: number | null = null
  const asked = () => {
    if (firstMs === null) {
      firstMs = nowMs()
      end()
    } else if (nowMs() - firstMs > sameSignalMs) force()
  }
  process.on('SIGINT', asked)
  process.on('SIGTERM', asked)
}
