export { type Crypto, createCrypto } from './crypto'
export { keyringOf, openKeyring } from './keyring'
