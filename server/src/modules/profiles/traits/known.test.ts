import { expect, test } from 'vitest'
import { normaliseTraits } from '../normalise'
import { maskedValue, maskTraits, traitDefinition } from './known'

test('every part of an address is a trait that the product knows, under the name that intake gives it', () => {
  const address = { street: '3 Elm Road', postalCode: '6000', city: 'Perth', state: 'WA', country: 'AU' }
  const { traits } = normaliseTraits({ address }, { country: 'AU' })
  expect(Object.keys(traits).sort()).toEqual(['city', 'country', 'postal_code', 'region', 'street'])
  for (const name of Object.keys(traits))
    expect([name, traitDefinition(name).family]).toEqual([name, 'basic'])
})

test('where somebody lives is hidden from those who may not see personal data', () => {
  expect(maskTraits({ street: '3 Elm Road', postal_code: '6000', city: 'Perth' }, () => maskedValue)).toEqual(
    {
      street: maskedValue,
      postal_code: maskedValue,
      city: 'Perth',
    },
  )
})
