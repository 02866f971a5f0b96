/** A process that sends what is queued in a data folder until nothing waits, or until it is killed. */
import { openJournal } from '../../../platform/journal'
import { openPostgres } from '../../../platform/postgres'
import { buildMessages, start, workspaceId } from './build'

const [directory = '', campaignId = ''] = process.argv.slice(2)
const db = await openPostgres({ url: null, directory })
const journal = await openJournal({ db, directory: `${directory}-journal` })
const { messages } = buildMessages(db, {
  deps: {
    now: () => new Date(),
    record: (workspace, source, told) =>
      journal.append({ workspaceId: workspace, source, receivedAt: start, items: told }),
  },
})
messages.start()
process.stdout.write('started\n')
const isSettled = async () =>
  (await messages.outgoing.counts(workspaceId, campaignId)).every(
    ({ state }) => !['pending', 'sending', 'held'].includes(state),
  )
while (!(await isSettled())) await new Promise((resolve) => setTimeout(resolve, 100))
await messages.stop()
await Promise.all([db.close(), journal.close()])
process.stdout.write('settled\n')
