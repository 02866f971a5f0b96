export type { JournalEntry, NewEntry } from './entry'
export type { Journal } from './journal'
export { openJournal } from './open'
