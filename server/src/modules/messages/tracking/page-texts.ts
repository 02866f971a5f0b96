import type { MessageLocale } from '@rapport/contract'

/** The words of the pages that people reach from a message. */
export const pageTexts = {
  'zh-CN': {
    title: '邮件订阅',
    subscribed: (address: string) => `您正在用 ${address} 接收我们的营销邮件。`,
    unsubscribe: '退订',
    unsubscribed: (address: string) => `已退订。${address} 不会再收到我们的营销邮件。`,
    mistake: '点错了？可以重新订阅。',
    resubscribe: '重新订阅',
    test: '这是一封测试邮件，无需退订。',
    invalidTitle: '链接无效',
    invalid: '这个链接不完整或已失效。请回到邮件中重新点击，不要手动复制。',
  },
  en: {
    title: 'E-mail subscription',
    subscribed: (address: string) => `You receive our marketing e-mail at ${address}.`,
    unsubscribe: 'Unsubscribe',
    unsubscribed: (address: string) =>
      `You are unsubscribed. ${address} gets no more marketing e-mail from us.`,
    mistake: 'Clicked by mistake? You can subscribe again.',
    resubscribe: 'Subscribe again',
    test: 'This was a test message; there is nothing to unsubscribe from.',
    invalidTitle: 'This link does not work',
    invalid:
      'The link is incomplete or no longer valid. Go back to the message and click it there instead of copying it.',
  },
} as const satisfies Record<MessageLocale, unknown>

/** The page's language: the browser's first one that we have, else the fallback. */
export function pageLocale(acceptLanguage: string, fallback: MessageLocale): MessageLocale {
  for (const wanted of acceptLanguage.toLowerCase().split(',')) {
    if (wanted.trim().startsWith('zh')) return 'zh-CN'
    if (wanted.trim().startsWith('en')) return 'en'
  }
  return fallback
}
