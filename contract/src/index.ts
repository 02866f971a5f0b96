export * from './endpoint'
export * from './permissions'
