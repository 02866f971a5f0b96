import { defineTexts } from '../../../lib/texts'

/** The words of what a rule means now. */
export const previewTexts = defineTexts('segment-preview', {
  'zh-CN': {
    counting: '正在计算…',
    openHint: '填完后马上显示有多少人。',
    about: '约',
    interval: '很可能在 {{low}} 到 {{high}} 之间',
    countingExactly: '正在数准确人数…',
    sampled: '根据固定的 {{sampled}} 位客户估算。',
    exact: '准确人数 · 用时 {{took}} 秒',
    exactHint: '按全部客户逐一计算，不是估算',
    smsHint: '短信通道尚未接入，这里只统计有手机号且允许联系的人。',
  },
  en: {
    counting: 'Counting…',
    openHint: 'Once it is filled in, you see at once how many people there are.',
    about: 'About',
    interval: 'Most likely between {{low}} and {{high}}',
    countingExactly: 'Counting exactly…',
    sampled: 'Estimated from a fixed part of {{sampled}} customers.',
    exact: 'Exact · took {{took}} s',
    exactHint: 'Every customer was asked; this is no estimate',
    smsHint: 'There is no SMS channel yet: this counts who has a phone number and may be contacted.',
  },
})
