export { createJournal, type Journal, type JournalEntry } from './journal'
