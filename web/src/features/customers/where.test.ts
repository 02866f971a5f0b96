import { describe, expect, it } from 'vitest'
import { parseWhere, withFilter, writeWhere } from './where'

describe('the filters in the address', () => {
  it('come back as they were written', () => {
    const filters = [
      { trait: 'lifecycle_stage', value: 'at_risk' },
      { trait: 'city', value: '杭州' },
      { trait: 'company', value: 'a=b' },
    ]
    expect(parseWhere(writeWhere(filters) ?? '')).toEqual(filters)
  })

  it('are left out of it when there are none', () => {
    expect(writeWhere([])).toBeUndefined()
    expect(parseWhere('')).toEqual([])
  })

  it('ignore what is no filter', () => {
    expect(parseWhere('city;=x;;city=上海')).toEqual([{ trait: 'city', value: '上海' }])
  })

  it('hold one value an attribute', () => {
    expect(withFilter([{ trait: 'city', value: '上海' }], { trait: 'city', value: '北京' })).toEqual([
      { trait: 'city', value: '北京' },
    ])
  })
})
