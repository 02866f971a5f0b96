import type { Queryable } from './database'

/**
 * Runs `work` between BEGIN and COMMIT on one connection, which takes statements in the order in which they are sent: what
 * does not need another's answer need not wait for it. After a failure everything that was sent is answered before
 * ROLLBACK, and nothing can be sent any more: a straggler would otherwise stand outside of the transaction.
 */
export async function transact<T>(connection: Queryable, work: (tx: Queryable) => Promise<T>): Promise<T> {
  let isOver = false
  let answered: Promise<unknown> = Promise.resolve()
  const tx: Queryable = {
    query: <R extends object>(text: string, params?: readonly unknown[]) => {
      if (isOver) return Promise.reject(new Error('the transaction has ended'))
      const rows = connection.query<R>(text, params)
      answered = Promise.allSettled([answered, rows])
      return rows
    },
  }
  await connection.query('BEGIN')
  try {
    const result = await work(tx)
    isOver = true
    await connection.query('COMMIT')
    return result
  } catch (error) {
    isOver = true
    await answered
    await connection.query('ROLLBACK')
    throw error
  }
}
