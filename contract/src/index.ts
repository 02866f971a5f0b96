export * from './endpoint'
export * from './permissions'
export * from './rules'
export * from './teams'
