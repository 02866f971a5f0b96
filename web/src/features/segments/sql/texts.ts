import { defineTexts } from '../../../lib/texts'

/** The words of a rule as SQL. */
export const sqlTexts = defineTexts('segment-sql', {
  'zh-CN': {
    show: '查看 SQL',
    title: '这条规则的 SQL',
    hint: '只读。产品就是用这条语句在 ClickHouse 里找人的，“现在”是 {{at}}。需要能访问本工作区的 ClickHouse 才能自己运行。',
    copy: '复制 SQL',
    copied: '已复制',
    statement: 'SQL 语句',
    notWhole: '条件填完后才能查看',
  },
  en: {
    show: 'Show SQL',
    title: 'This rule as SQL',
    hint: 'Read-only. This is the statement that finds the people in ClickHouse, as of {{at}}. To run it yourself you need access to the ClickHouse of this workspace.',
    copy: 'Copy SQL',
    copied: 'Copied',
    statement: 'SQL statement',
    notWhole: 'You can see it once the conditions are filled in',
  },
})
