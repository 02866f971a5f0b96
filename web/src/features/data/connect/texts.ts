import { defineTexts } from '../../../lib/texts'

export const connectTexts = defineTexts('dataConnect', {
  'zh-CN': {
    lead: '网站、应用、门店和后台系统用同一套接口发送数据。Segment 和 RudderStack 的官方客户端只需改地址和写入密钥。',
    key: '写入密钥只能发送数据，不能读取，可以放在网页里。',
    makeKey: '创建写入密钥',
    browser: '网页（Segment 客户端）',
    rudder: '网页（RudderStack 客户端）',
    node: 'Node.js 服务端',
    curl: '任何语言（HTTP）',
    file: '文件',
    fileHint: '历史订单和客户名单可以用 CSV、Excel 或 JSON Lines 文件导入，重复导入不会重复计数。',
    import: '去导入文件',
    copy: '复制代码',
    copied: '已复制',
    placeholder: '你的写入密钥',
  },
  en: {
    lead: 'Sites, apps, shops and back offices send data the same way. The published clients of Segment and RudderStack work with only the address and the write key set.',
    key: 'A write key can only send, never read: it may stand in a web page.',
    makeKey: 'Create a write key',
    browser: 'Web page (Segment client)',
    rudder: 'Web page (RudderStack client)',
    node: 'Node.js server',
    curl: 'Any language (HTTP)',
    file: 'Files',
    fileHint:
      'Past orders and customer lists come in as CSV, Excel or JSON Lines; importing a file twice counts nothing twice.',
    import: 'Import a file',
    copy: 'Copy the code',
    copied: 'Copied',
    placeholder: 'YOUR_WRITE_KEY',
  },
})
