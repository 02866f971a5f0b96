export type Locale = 'zh-CN' | 'en'

const en = {
  title: 'Rapport API',
  lead: 'Everything the console does, for programs. Names and summaries of calls are in English in both languages.',
  search: 'Search calls',
  searchHint: 'path, word or permission',
  noneFound: 'No call fits.',
  document: 'OpenAPI document',
  console: 'Console',
  language: 'Language',
  contents: 'Contents',
  needs: 'Needs: ',
  signedIn: 'any session or API key',
  public: 'nothing: anybody may call it',
  parameters: 'Parameters',
  body: 'Body',
  answer: 'Answer',
  example: 'Example',
  file: 'The bytes of a file',
  nothing: 'No content',
  name: 'Name',
  type: 'Type',
  notes: 'Limits',
  required: 'required',
  inPath: 'path',
  inQuery: 'query',
  inHeader: 'header',
  oneOf: 'one of',
  listOf: 'list of',
  mapOf: 'map of',
  orNull: 'or null',
  anyValue: 'any value',
  when: 'when',
  value: 'the value',
  default: 'default',
  characters: 'characters',
  items: 'items',
  pattern: 'pattern',
  schemas: 'Shared schemas',
  basics: 'Basics',
}

type Texts = Readonly<Record<keyof typeof en, string>>

const zh: Texts = {
  title: 'Rapport 知客 API',
  lead: '控制台能做的一切，程序也能做。接口名称与说明统一用英文书写。',
  search: '搜索接口',
  searchHint: '路径、关键词或权限',
  noneFound: '没有匹配的接口。',
  document: 'OpenAPI 文档',
  console: '控制台',
  language: '语言',
  contents: '目录',
  needs: '所需权限：',
  signedIn: '任意登录会话或 API 密钥',
  public: '无需权限，任何人可调用',
  parameters: '参数',
  body: '请求体',
  answer: '响应',
  example: '示例',
  file: '文件内容（字节流）',
  nothing: '无内容',
  name: '名称',
  type: '类型',
  notes: '限制',
  required: '必填',
  inPath: '路径',
  inQuery: '查询',
  inHeader: '请求头',
  oneOf: '以下之一',
  listOf: '列表：',
  mapOf: '键值对：',
  orNull: '或 null',
  anyValue: '任意值',
  when: '当',
  value: '值',
  default: '默认',
  characters: '个字符',
  items: '项',
  pattern: '格式',
  schemas: '公共数据结构',
  basics: '基本约定',
}

export const texts: Readonly<Record<Locale, Texts>> = { en, 'zh-CN': zh }
export type ApiTexts = Texts

/** What holds for every call: a heading and a sentence. */
export const basics: Readonly<Record<Locale, readonly (readonly [string, string])[]>> = {
  en: [
    [
      'Keys',
      'Send an API key as “Authorization: Bearer rpk_…”. Keys are made under Settings → Keys, or by “rapport key create --kind api”; a key belongs to one workspace and does what its scopes say.',
    ],
    [
      'Sign-in',
      'A program that signs in as a person (POST /session) sends the cookie “rapport_session” and, with each call, the header “Rapport-Workspace”: the id of the workspace, which GET /me tells, or “none”. A download may name it as “?workspace=” instead.',
    ],
    [
      'Errors',
      'An error is application/problem+json (RFC 9457). Its “code” is stable; “detail” is a sentence for people; “issues” name the fields at fault. After 429, wait for “Retry-After” seconds.',
    ],
    [
      'Lists',
      'Lists come in pages of “limit” items (at most 500). Ask again with “cursor” set to the “nextCursor” of the page before, until it is null.',
    ],
    [
      'Repeats',
      'A call that takes “Idempotency-Key” does its work once: a repeat with the same key and body gets the first answer.',
    ],
    [
      'Values',
      'Money is in minor units of its currency (1050 is 10.50). Moments are ISO 8601 in UTC. A body is JSON of at most 2 MB, save for uploads.',
    ],
    [
      'Events',
      'Events are sent to the tracking API at /v1 (identify, track, page, screen, group, alias, batch, import) with a write key, as the clients of Segment and RudderStack do. It is not part of this list.',
    ],
  ],
  'zh-CN': [
    [
      '密钥',
      '请求头携带 “Authorization: Bearer rpk_…”。密钥在“设置 → 密钥”中创建，也可用 “rapport key create --kind api” 创建；一个密钥只属于一个工作区，只能做其权限范围内的事。',
    ],
    [
      '登录会话',
      '以个人身份登录（POST /session）的程序，每次调用都要携带 cookie “rapport_session” 和请求头 “Rapport-Workspace”：其值为工作区 id（由 GET /me 得到），或 “none”。下载也可改用 “?workspace=” 指明。',
    ],
    [
      '错误',
      '错误以 application/problem+json（RFC 9457）返回：“code” 稳定不变，“detail” 供人阅读，“issues” 指出有问题的字段。收到 429 时，请等待 “Retry-After” 给出的秒数。',
    ],
    [
      '列表',
      '列表分页返回，每页 “limit” 项（最多 500）。把上一页的 “nextCursor” 作为 “cursor” 继续请求，直到它为 null。',
    ],
    ['重复请求', '支持 “Idempotency-Key” 的接口只执行一次：相同的键与请求体再次调用，返回第一次的响应。'],
    [
      '取值',
      '金额以币种的最小单位表示（1050 即 10.50）。时间为 UTC 的 ISO 8601。除上传文件外，请求体为不超过 2 MB 的 JSON。',
    ],
    [
      '事件',
      '事件通过 /v1 采集接口（identify、track、page、screen、group、alias、batch、import）用写入密钥发送，与 Segment、RudderStack 的客户端一致，不在本列表中。',
    ],
  ],
}

/** Groups of calls, by tag. A tag that is not here is shown as it is. */
export const tagNames: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    teams: 'Workspaces, people and keys',
    data: 'Events and quarantine',
    demo: 'Demo shop',
    duplicates: 'Duplicates',
    imports: 'Imports',
    campaigns: 'Campaigns',
    messages: 'Templates and messages',
    customers: 'Customers',
    reports: 'Reports',
    rfm: 'RFM',
    segments: 'Segments',
  },
  'zh-CN': {
    teams: '工作区、成员与密钥',
    data: '事件目录与隔离区',
    demo: '示例店铺',
    duplicates: '疑似重复',
    imports: '导入',
    campaigns: '活动',
    messages: '模板与消息',
    customers: '客户',
    reports: '报表',
    rfm: 'RFM',
    segments: '细分',
  },
}
