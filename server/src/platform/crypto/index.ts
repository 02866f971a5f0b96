export { type Crypto, createCrypto } from './crypto'
export { type Keyring, keyringOf, openKeyring } from './keyring'
