import type { MessageLocale, Starter } from '@rapport/contract'
import type { Letter } from './letter'

export interface StarterText {
  readonly subject: string
  readonly preheader: string
  readonly letter: Letter
}

const shop = 'https://www.example.com/'

const footers = {
  'zh-CN': {
    reason: '您收到这封邮件，是因为您是 {{ workspace.name }} 的顾客。',
    unsubscribe: '退订',
    preferences: '管理订阅',
  },
  en: {
    reason: 'You receive this e-mail because you are a customer of {{ workspace.name }}.',
    unsubscribe: 'Unsubscribe',
    preferences: 'Preferences',
  },
} as const

const colours = { welcome: '#1f5eff', win_back: '#0f766e', promotion: '#c2410c' } as const

/** The words of every starter, in both languages. */
export const starterTexts: Readonly<Record<Starter['key'], Readonly<Record<MessageLocale, StarterText>>>> = {
  welcome: {
    'zh-CN': {
      subject: '欢迎来到 {{ workspace.name }}，新人礼已备好',
      preheader: '首单立减，另有三件小事想先告诉你',
      letter: {
        accent: colours.welcome,
        eyebrow: '欢迎加入',
        headline: '很高兴认识你',
        greeting: '{{ customer.name | default: "亲爱的朋友" }}，你好：',
        paragraphs: [
          '感谢你选择 {{ workspace.name }}。从今天起，新品、会员价和只给老朋友的好东西，我们都会第一时间告诉你。',
          '先送上一份见面礼：首单满 199 元立减 30 元，结账时自动抵扣，7 天内有效。',
        ],
        points: [
          { title: '七天无理由', text: '不合适就退，运费我们出。' },
          { title: '当天发货', text: '下午四点前下单，当天寄出。' },
          { title: '真人客服', text: '早九点到晚十点，随时找得到人。' },
        ],
        button: { label: '领取新人礼', href: shop },
        closing: '有任何问题，直接回复这封邮件就好，我们会认真看。',
        footer: footers['zh-CN'],
      },
    },
    en: {
      subject: 'Welcome to {{ workspace.name }} — a little something to start',
      preheader: '10% off your first order, and three things worth knowing',
      letter: {
        accent: colours.welcome,
        eyebrow: 'Welcome',
        headline: 'Lovely to meet you',
        greeting: 'Hi {{ customer.first_name | default: "there" }},',
        paragraphs: [
          'Thank you for joining {{ workspace.name }}. From now on you hear about new arrivals, member prices and small-batch favourites before anyone else.',
          'To get you started, here is 10% off your first order. It comes off at checkout by itself and is good for seven days.',
        ],
        points: [
          { title: 'Easy returns', text: 'Changed your mind? Send it back, postage is on us.' },
          { title: 'Same-day dispatch', text: 'Order by 4 pm and it leaves today.' },
          { title: 'Real people', text: 'Questions? We answer every day, nine to ten.' },
        ],
        button: { label: 'Use my 10% off', href: shop },
        closing: 'Anything on your mind? Just reply to this e-mail. We read every one.',
        footer: footers.en,
      },
    },
  },
  win_back: {
    'zh-CN': {
      subject: '好久不见，{{ customer.name | default: "老朋友" }}',
      preheader: '为你留了一份回归礼，五天内有效',
      letter: {
        accent: colours.win_back,
        eyebrow: '好久不见',
        headline: '这段时间，我们准备了些新东西',
        greeting: '{{ customer.name | default: "老朋友" }}，最近还好吗？',
        paragraphs: [
          '{% if customer.last_order_at %}上次在 {{ workspace.name }} 见到你，还是 {{ customer.last_order_at | date: "%Y 年 %-m 月" }}。{% else %}有一阵子没在 {{ workspace.name }} 见到你了。{% endif %}这段时间里，{{ customer.favourite_category | default: "你常逛的分类" }}上了不少新品，有几款我们猜你会喜欢。',
          '如果是我们哪里做得不够好，请直接回复告诉我们。如果只是忙，那就收下这份回归礼：满 200 元减 40 元，五天内有效。',
        ],
        points: [],
        button: { label: '回来看看', href: shop },
        closing: '不想再收到这类邮件也没关系，点下方退订即可，我们不会打扰。',
        footer: footers['zh-CN'],
      },
    },
    en: {
      subject: 'It has been a while{% if customer.first_name %}, {{ customer.first_name }}{% endif %}',
      preheader: 'We kept something for you. It is yours for five days',
      letter: {
        accent: colours.win_back,
        eyebrow: 'We miss you',
        headline: 'A few new things since you were last here',
        greeting: 'Hi {{ customer.first_name | default: "there" }},',
        paragraphs: [
          '{% if customer.last_order_at %}Your last order with {{ workspace.name }} was in {{ customer.last_order_at | date: "%B %Y" }}.{% else %}We have not seen you at {{ workspace.name }} for a while.{% endif %} Since then a lot has arrived in {{ customer.favourite_category | default: "your favourite corner of the shop" }}, and we think some of it is very you.',
          'If we got something wrong, please reply and tell us. If life was simply busy, here is 15% off to come back to. It is good for five days.',
        ],
        points: [],
        button: { label: 'See what is new', href: shop },
        closing: 'Would you rather not hear from us? Unsubscribe below, no hard feelings.',
        footer: footers.en,
      },
    },
  },
  promotion: {
    'zh-CN': {
      subject: '限时三天：{{ customer.favourite_category | default: "全场" }}满 300 减 50',
      preheader: '可叠加会员价，周日 24 点结束',
      letter: {
        accent: colours.promotion,
        eyebrow: '限时三天',
        headline: '满 300 减 50，上不封顶',
        greeting: '{{ customer.name | default: "亲爱的顾客" }}，你好：',
        paragraphs: [
          '从今天到周日 24 点，{{ customer.favourite_category | default: "全场商品" }}每满 300 元减 50 元，可与会员价同享，结账时自动计算。',
        ],
        points: [
          { title: '每满 300 减 50', text: '买得多减得多，不设上限。' },
          { title: '会员价同享', text: '先算会员价，再享满减。' },
          { title: '三十天保价', text: '买贵了，差价退给你。' },
        ],
        button: { label: '马上去挑', href: shop },
        closing: '活动商品以页面标注为准，数量有限，售完即止。',
        footer: footers['zh-CN'],
      },
    },
    en: {
      subject: 'Three days only: 15% off {{ customer.favourite_category | default: "everything" }}',
      preheader: 'On top of member prices, until Sunday midnight',
      letter: {
        accent: colours.promotion,
        eyebrow: 'Three days only',
        headline: '15% off, on top of member prices',
        greeting: 'Hi {{ customer.first_name | default: "there" }},',
        paragraphs: [
          'From today until Sunday midnight, {{ customer.favourite_category | default: "everything" }} is 15% off. The discount comes off at checkout, after your member price.',
        ],
        points: [
          { title: 'No code needed', text: 'It is taken off at checkout by itself.' },
          { title: 'Adds up', text: 'Works together with member prices.' },
          { title: 'Price promise', text: 'Cheaper within 30 days? We refund the difference.' },
        ],
        button: { label: 'Shop the sale', href: shop },
        closing: 'While stocks last. See the shop for the articles taking part.',
        footer: footers.en,
      },
    },
  },
}
