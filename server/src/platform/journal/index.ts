export type { JournalEntry } from './entry'
export type { Journal } from './journal'
export { openJournal } from './open'
