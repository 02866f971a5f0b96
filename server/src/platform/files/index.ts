export { createSpill, type Spill } from './spill'
export { createFileStore, type FileStore } from './store'
