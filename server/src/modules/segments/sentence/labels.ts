/** A phrase in both languages. */
export interface Phrase {
  readonly 'zh-CN': string
  readonly en: string
}

const phrase = (zh: string, en: string): Phrase => ({ 'zh-CN': zh, en })

/** What the product's own traits are called inside a sentence. Others stand there by their name, in quotes. */
export const traitLabels: Readonly<Record<string, Phrase>> = {
  email: phrase('邮箱', 'e-mail address'),
  phone: phrase('手机号', 'phone number'),
  name: phrase('姓名', 'name'),
  first_name: phrase('名', 'first name'),
  last_name: phrase('姓', 'last name'),
  gender: phrase('性别', 'gender'),
  birthday: phrase('生日', 'birthday'),
  age: phrase('年龄', 'age'),
  postal_code: phrase('邮编', 'postal code'),
  city: phrase('城市', 'city'),
  region: phrase('省份/地区', 'region'),
  country: phrase('国家', 'country'),
  latitude: phrase('纬度', 'latitude'),
  longitude: phrase('经度', 'longitude'),
  language: phrase('语言', 'language'),
  company: phrase('公司', 'company'),
  created_at: phrase('注册时间', 'registration'),
  tags: phrase('标签', 'tags'),
  consent_email: phrase('邮件营销授权', 'consent to e-mail'),
  consent_sms: phrase('短信营销授权', 'consent to SMS'),
  orders: phrase('订单数', 'number of orders'),
  revenue: phrase('累计消费', 'total spend'),
  refunds: phrase('累计退款', 'total refunds'),
  aov: phrase('客单价', 'average order value'),
  first_order_at: phrase('首次下单', 'first order'),
  last_order_at: phrase('最近下单', 'last order'),
  purchase_cycle_days: phrase('购买周期（天）', 'purchase cycle in days'),
  discount_share: phrase('折扣订单占比', 'share of orders at a discount'),
  favourite_category: phrase('偏好品类', 'favourite category'),
  favourite_channel: phrase('偏好渠道', 'favourite channel'),
  favourite_hour: phrase('偏好时段', 'favourite hour'),
  distinct_products: phrase('买过的商品数', 'number of different products bought'),
  orders_90d: phrase('近 90 天订单数', 'number of orders in 90 days'),
  revenue_90d: phrase('近 90 天消费', 'spend in 90 days'),
  lifecycle_stage: phrase('生命周期阶段', 'lifecycle stage'),
  rfm_recency: phrase('R（最近一次消费）得分', 'recency score'),
  rfm_frequency: phrase('F（消费频次）得分', 'frequency score'),
  rfm_monetary: phrase('M（消费金额）得分', 'monetary score'),
  rfm_segment: phrase('RFM 分群', 'RFM segment'),
  rfm_class: phrase('RFM 八分类', 'RFM class'),
  last_open_at: phrase('最近打开邮件', 'last opened message'),
  last_click_at: phrase('最近点击邮件', 'last clicked message'),
  followers: phrase('粉丝数', 'number of followers'),
  referrals: phrase('推荐人数', 'number of referrals'),
  nps: phrase('NPS 评分', 'NPS score'),
  interests: phrase('兴趣', 'interests'),
}

/** What traits of companies and households are called, where a person's trait is not called the same. */
export const companyTraitLabels: Readonly<Record<string, Phrase>> = {
  name: phrase('名称', 'name'),
  industry: phrase('行业', 'industry'),
  employees: phrase('员工人数', 'number of employees'),
  plan: phrase('套餐', 'plan'),
  members: phrase('成员数', 'number of members'),
  active_members: phrase('30 天活跃成员数', 'number of members active in 30 days'),
  last_seen_at: phrase('最近活跃', 'last activity'),
}

/** Whose trait it is: any of the companies or households that somebody belongs to. */
export const companyOwners = {
  company: { 'zh-CN': (trait: string) => `所属公司的${trait}`, en: (trait: string) => `company’s ${trait}` },
  household: {
    'zh-CN': (trait: string) => `所属家庭的${trait}`,
    en: (trait: string) => `household’s ${trait}`,
  },
} as const

/** Traits that are shares: shown in percent. */
export const shareTraits: ReadonlySet<string> = new Set(['discount_share'])

/** Values of traits with a fixed list, by trait. */
export const valueLabels: Readonly<Record<string, Readonly<Record<string, Phrase>>>> = {
  gender: { female: phrase('女', 'female'), male: phrase('男', 'male'), other: phrase('其他', 'other') },
  consent_email: { granted: phrase('已授权', 'granted'), withdrawn: phrase('已撤回', 'withdrawn') },
  consent_sms: { granted: phrase('已授权', 'granted'), withdrawn: phrase('已撤回', 'withdrawn') },
  lifecycle_stage: {
    prospect: phrase('潜在客户', 'prospect'),
    new: phrase('新客', 'new'),
    active: phrase('活跃', 'active'),
    at_risk: phrase('流失风险', 'at risk'),
    dormant: phrase('沉睡', 'dormant'),
    lost: phrase('已流失', 'lost'),
  },
  favourite_channel: {
    web: phrase('网站', 'website'),
    app: phrase('App', 'app'),
    wechat: phrase('微信', 'WeChat'),
    store: phrase('门店', 'store'),
  },
}

/** Kinds of identifier that a workspace begins with. */
export const identifierLabels: Readonly<Record<string, Phrase>> = {
  user_id: phrase('用户 ID', 'user id'),
  wechat_unionid: phrase('微信 UnionID', 'WeChat union id'),
  wechat_openid: phrase('微信 OpenID', 'WeChat open id'),
  member_card: phrase('会员卡号', 'member card'),
  email: phrase('邮箱', 'e-mail address'),
  phone: phrase('手机号', 'phone number'),
  anonymous_id: phrase('设备或浏览器 ID', 'device or browser id'),
}

/** How an event is told of: done, not done, and as a thing whose amounts are added up. */
export interface EventWords {
  readonly did: Phrase
  /** The base form after "did not". */
  readonly notDone: string
  readonly noun: Phrase
}

const words = (zh: string, did: string, notDone: string, zhNoun: string, noun: string): EventWords => ({
  did: phrase(zh, did),
  notDone,
  noun: phrase(zhNoun, noun),
})

export const eventLabels: Readonly<Record<string, EventWords>> = {
  'Order Completed': words('下单', 'placed an order', 'place an order', '订单', 'orders'),
  'Order Refunded': words('退款', 'got a refund', 'get a refund', '退款', 'refunds'),
  'Order Cancelled': words(
    '取消订单',
    'cancelled an order',
    'cancel an order',
    '取消的订单',
    'cancelled orders',
  ),
  'Product Viewed': words('浏览商品', 'viewed a product', 'view a product', '浏览的商品', 'product views'),
  'Product Added': words(
    '加入购物车',
    'added a product to the cart',
    'add a product to the cart',
    '加购的商品',
    'products added to the cart',
  ),
  'Products Searched': words('搜索商品', 'searched for products', 'search for products', '搜索', 'searches'),
  'Cart Viewed': words('查看购物车', 'looked at the cart', 'look at the cart', '购物车', 'carts'),
  'Checkout Started': words('开始结算', 'started to check out', 'start to check out', '结算', 'checkouts'),
  'Signed Up': words('注册', 'signed up', 'sign up', '注册', 'registrations'),
  'Signed In': words('登录', 'signed in', 'sign in', '登录', 'sign-ins'),
  'Complaint Opened': words('投诉', 'complained', 'complain', '投诉', 'complaints'),
  'Complaint Resolved': words(
    '解决投诉',
    'had a complaint resolved',
    'have a complaint resolved',
    '解决的投诉',
    'resolved complaints',
  ),
  message_sent: words('收到发出的消息', 'were sent a message', 'get a message', '消息', 'messages'),
  message_opened: words('打开消息', 'opened a message', 'open a message', '打开的消息', 'opened messages'),
  message_clicked: words('点击消息', 'clicked in a message', 'click in a message', '消息点击', 'clicks'),
  message_unsubscribed: words('退订', 'unsubscribed', 'unsubscribe', '退订', 'unsubscriptions'),
}

export const propertyLabels: Readonly<Record<string, Phrase>> = {
  category: phrase('品类', 'category'),
  price: phrase('价格', 'price'),
  quantity: phrase('数量', 'quantity'),
  channel: phrase('渠道', 'channel'),
  coupon: phrase('优惠券', 'coupon'),
  discount: phrase('优惠金额', 'discount'),
  name: phrase('名称', 'name'),
  sku: phrase('SKU', 'SKU'),
  order_id: phrase('订单号', 'order number'),
  url: phrase('链接', 'address'),
  campaign_id: phrase('活动', 'campaign'),
  'products[].category': phrase('商品品类', 'category of a product'),
  'products[].name': phrase('商品名称', 'name of a product'),
  'products[].sku': phrase('商品 SKU', 'SKU of a product'),
  'products[].price': phrase('商品价格', 'price of a product'),
  'products[].quantity': phrase('商品数量', 'quantity of a product'),
  'products[].product_id': phrase('商品编号', 'product id'),
}
