export { createSpill, type Spill } from './spill'
export { createFileStore, type FileStore, type ReceivedFile } from './store'
