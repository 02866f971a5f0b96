export * from './endpoint'
export * from './permissions'
export * from './teams'
