import { messageLocales, type Starter, type TemplateVariant } from '@rapport/contract'
import { letterMjml } from './letter'
import { type StarterText, starterTexts } from './letters'

const keys = Object.keys(starterTexts) as Starter['key'][]

/** Templates to start from, each in both languages. */
export function startersOf(): Starter[] {
  return keys.map((key) => ({
    key,
    content: {
      kind: 'marketing',
      fromName: '',
      fromAddress: '',
      replyTo: '',
      defaultLocale: 'zh-CN',
      variants: Object.fromEntries(
        messageLocales.map((locale) => [locale, variantOf(starterTexts[key][locale])]),
      ),
    },
  }))
}

function variantOf({ subject, preheader, letter }: StarterText): TemplateVariant {
  return { subject, preheader, mjml: letterMjml(letter), text: null }
}
