export { createJournal, type Journal, type JournalEntry, type NewEntry } from './journal'
