import { withRoom } from '../../kernel/room'

const bytesAtFirst = 64 * 1024
const newline = 10

/**
 * Rows as lines of JSON (`JSONEachRow`), in memory outside of the JavaScript heap: thousands of rows that wait to be written
 * would each be moved twice by the collector, and Chinese text takes two thirds of what it takes as a string.
 */
export class JsonLines {
  private memory: Buffer = Buffer.alloc(0)
  private readonly ends: number[] = []

  static of(rows: readonly object[]): JsonLines {
    const lines = new JsonLines()
    for (const row of rows) lines.add(row)
    return lines
  }

  get length(): number {
    return this.ends.length
  }

  /** Not to be changed, and the lines not to be added to, while it is in use. */
  get bytes(): Buffer {
    return this.memory.subarray(0, this.ends.at(-1) ?? 0)
  }

  add(row: object): void {
    const text = readable(JSON.stringify(row))
    const at = this.ends.at(-1) ?? 0
    this.makeRoom(at + text.length * 3 + 1)
    const end = at + this.memory.write(text, at)
    this.memory[end] = newline
    this.ends.push(end + 1)
  }

  /** One row as it was added. */
  row(index: number): object {
    return JSON.parse(this.line(index).toString()) as object
  }

  /** Some of the lines, in order. */
  pick(isWanted: (index: number) => boolean): JsonLines {
    const picked = new JsonLines()
    for (let index = 0; index < this.length; index += 1) if (isWanted(index)) picked.copy(this.line(index))
    return picked
  }

  private line(index: number): Buffer {
    return this.memory.subarray(this.ends[index - 1] ?? 0, this.ends[index])
  }

  private copy(line: Buffer): void {
    const at = this.ends.at(-1) ?? 0
    this.makeRoom(at + line.length)
    line.copy(this.memory, at)
    this.ends.push(at + line.length)
  }

  private makeRoom(bytes: number): void {
    this.memory = withRoom(this.memory, this.ends.at(-1) ?? 0, Math.max(bytes, bytesAtFirst))
  }
}

/**
 * JSON that ClickHouse reads. It refuses half a surrogate pair, in a key or a value, and one such row would hold up
 * everything behind it; JSON.stringify writes those halves, and nothing else, as `\ud…`.
 */
function readable(json: string): string {
  if (!json.includes('\\ud')) return json
  return json.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (found, half) => (half ? '\ufffd' : found))
}
