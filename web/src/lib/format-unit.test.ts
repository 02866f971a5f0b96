import { expect, it } from 'vitest'
import { formatBytes } from './format-number'
import { formatDuration, formatRelative } from './format-time'

it('puts a space between figure and word, in either language', () => {
  expect([323, 31_400].map((bytes) => formatBytes(bytes, 'zh-CN'))).toEqual(['323 字节', '31.4 kB'])
  expect([323, 31_400].map((bytes) => formatBytes(bytes, 'en'))).toEqual(['323 bytes', '31.4 kB'])
  expect([1_000, 125_000].map((ms) => formatDuration(ms, 'zh-CN'))).toEqual(['1 秒', '2 分钟 5 秒'])
  expect(formatDuration(125_000, 'en')).toBe('2 min 5 sec')
  expect(formatRelative(0, new Date(180_000), 'zh-CN')).toBe('3 分钟前')
})
