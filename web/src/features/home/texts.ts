import { defineTexts } from '../../lib/texts'

export const homeTexts = defineTexts('home', {
  'zh-CN': { title: '首页' },
  en: { title: 'Home' },
})
