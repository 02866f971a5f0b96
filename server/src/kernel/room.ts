/**
 * `memory` when `needed` bytes fit into it, else twice as much (or as much as is needed), with its first `used` bytes. Memory
 * of its own, not a piece of a pool: it is handed to other threads.
 */
export function withRoom(memory: Buffer, used: number, needed: number): Buffer {
  if (needed <= memory.length) return memory
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, memory.length * 2))
  memory.copy(larger, 0, 0, used)
  return larger
}
