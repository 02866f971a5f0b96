import { expect, it } from 'vitest'
import { loadConfig } from './config'

it('takes an empty setting as none', () => {
  expect(loadConfig({ RAPPORT_PORT: '', RAPPORT_OWNER_EMAIL: '', DATABASE_URL: '' })).toEqual(loadConfig({}))
  expect(loadConfig({ RAPPORT_PORT: '' }).port).toBe(7310)
})

it('takes addresses of the web only as its own', () => {
  expect(loadConfig({ RAPPORT_PUBLIC_URL: 'https://shop.example/' }).publicUrl).toBe('https://shop.example')
  for (const address of ['javascript:alert', 'ftp://shop.example', 'shop.example'])
    expect(() => loadConfig({ RAPPORT_PUBLIC_URL: address })).toThrow(/RAPPORT_PUBLIC_URL/)
})
