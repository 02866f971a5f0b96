import { messageLocales, type TemplateContent } from '@rapport/contract'

const words = {
  'zh-CN': { subject: '主题写在这里', greeting: '你好：', text: '正文写在这里。', unsubscribe: '退订' },
  en: { subject: 'Subject', greeting: 'Hello,', text: 'Your message.', unsubscribe: 'Unsubscribe' },
} as const

/** The frame of a message with nothing in it but a way out. */
export function blankContent(): TemplateContent {
  const variants = messageLocales.map((locale) => [locale, variantOf(words[locale])] as const)
  return {
    kind: 'marketing',
    fromName: '',
    fromAddress: '',
    replyTo: '',
    defaultLocale: 'zh-CN',
    variants: Object.fromEntries(variants),
  }
}

function variantOf({ subject, greeting, text, unsubscribe }: (typeof words)[keyof typeof words]) {
  const mjml = `<mjml>
  <mj-body background-color="#f2f3f5">
    <mj-section background-color="#ffffff" padding="32px 16px">
      <mj-column>
        <mj-text font-size="16px" line-height="1.7">${greeting}</mj-text>
        <mj-text font-size="16px" line-height="1.7">${text}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text align="center" font-size="12px" color="#8a9099">
          <a href="{{ unsubscribe_url }}" style="color:#8a9099">${unsubscribe}</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`
  return { subject, preheader: '', mjml, text: null }
}
