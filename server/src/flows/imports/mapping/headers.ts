import type { ImportKind } from '@rapport/contract'

/**
 * What columns are called, by target. Written without blanks, points, dashes and in small letters; what is in brackets in
 * a header (元, CNY) is looked at separately. The first targets win where two kinds of file share a word.
 */
const people = {
  user_id:
    'userid id customer user member buyer customerid custid customerno customernumber memberid memberno membernumber clientid accountid uid buyerid shopperid 用户id 用户编号 用户标识 客户id 客户编号 客户号 客户代码 会员id 会员编号 会员号 会员卡号 买家id 买家编号 顾客编号 顾客id 编号',
  email:
    'email emailaddress mail mailaddress customeremail buyeremail contactemail 邮箱 电子邮箱 电子邮件 邮件 邮箱地址 客户邮箱 买家邮箱 会员邮箱 email地址',
  phone:
    'phone phonenumber mobile mobilephone mobilenumber cell cellphone tel telephone contactnumber customerphone 手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 客户手机 客户电话 会员手机 会员手机号 收货人手机 收货人电话 收件人手机 收件人电话 买家手机 买家电话',
  name: 'name fullname 客户 会员 买家 顾客 customername custname membername buyername clientname contactname displayname 姓名 名字 名称 客户姓名 客户名称 客户名 会员姓名 会员名 买家姓名 联系人 收货人 收件人 收货人姓名 顾客姓名 真实姓名',
  first_name: 'firstname givenname forename 名',
  last_name: 'lastname surname familyname 姓 姓氏',
  gender: 'gender sex 性别 客户性别 会员性别',
  birthday: 'birthday birthdate dateofbirth dob 生日 出生日期 出生年月 出生年月日 会员生日',
  country: 'country countrycode countryregion nation 国家 国家地区 国家代码 所在国家 国籍',
  region:
    'region state province stateprovince shippingprovince billingprovince 省 省份 省市 所在省 所在省份 收货省份 收件省份 地区 区域',
  city: 'city town shippingcity billingcity 市 城市 所在城市 收货城市 收件城市',
  language: 'language lang locale preferredlanguage 语言 首选语言 语种',
  company: 'company companyname organization organisation employer 公司 公司名称 单位 单位名称 企业 企业名称',
  consent_email:
    'consentemail emailconsent emailoptin acceptsmarketing acceptsemailmarketing emailmarketingconsent newsletter subscribed 邮件订阅 是否订阅 接受邮件 邮件营销授权 同意接收邮件',
  consent_sms:
    'consentsms smsconsent smsoptin acceptssmsmarketing smsmarketingconsent 短信订阅 接受短信 短信营销授权 同意接收短信',
} as const

const customers = {
  ...people,
  tags: 'tags tag labels label groups 标签 客户标签 会员标签 分组',
  created_at:
    'createdat created createdon createddate registeredat registrationdate registered signupdate signedupat joindate joinedat membersince 注册时间 注册日期 创建时间 创建日期 加入时间 入会时间 入会日期 开卡时间 开卡日期 建档时间',
  updated_at: 'updatedat updated lastmodified modifiedat lastupdated 更新时间 更新日期 修改时间 最后更新时间',
} as const

const orders = {
  order_id:
    'orderid order orderno ordernumber ordername invoice invoiceno invoicenumber invoiceid transactionid transactionno receiptno receipt ticketno billno 订单号 订单编号 订单id 单号 交易号 交易编号 交易单号 流水号 小票号 小票 发票号 销售单号 主订单编号 父订单号',
  ordered_at:
    'orderedat orderdate ordertime ordereddate date datetime time timestamp createdat created paidat invoicedate purchasedate purchasedat purchasetime transactiondate transactiontime saledate paymentdate 下单时间 下单日期 订单时间 订单日期 订单创建时间 创建时间 交易时间 交易日期 购买时间 购买日期 支付时间 付款时间 订单付款时间 成交时间 销售日期 日期 时间 消费时间 消费日期',
  total:
    'total totalamount totalprice ordertotal orderamount ordervalue amount revenue grandtotal sales paid paidamount amountpaid netamount payment 总金额 订单金额 订单总额 总价 合计 实付 实付金额 实收 实收金额 付款金额 支付金额 买家实际支付金额 买家实付金额 成交金额 交易金额 销售额 消费金额 金额 应付金额 实际支付金额',
  currency: 'currency currencycode ccy 币种 货币 币别',
  status: 'status orderstatus financialstatus paymentstatus state 状态 订单状态 交易状态 支付状态 付款状态',
  discount:
    'discount discountamount orderdiscount totaldiscount promotion 优惠 优惠金额 折扣 折扣金额 减免 减免金额 优惠总额',
  coupon: 'coupon couponcode discountcode promocode voucher vouchercode 优惠券 优惠券码 优惠码 券码 折扣码',
  channel:
    'channel saleschannel ordersource source platform store storename shop shopname outlet 渠道 销售渠道 订单来源 来源 平台 门店 门店名称 店铺 店铺名称',
  quantity:
    'quantity qty units count pieces itemquantity lineitemquantity 数量 件数 购买数量 商品数量 宝贝数量 宝贝总数量',
  unit_price:
    'unitprice price itemprice lineitemprice priceeach sellingprice 单价 价格 商品单价 商品价格 售价 成交单价',
  line_total:
    'linetotal lineamount itemtotal itemamount lineprice extendedprice subtotal linerevenue 小计 行金额 商品金额 商品小计 商品总价 明细金额',
  product_id: 'productid itemid goodsid spuid spu 商品id 商品编号 商品编码 货品编号 宝贝id',
  sku: 'sku stockcode skuid skucode itemcode itemnumber productcode articlenumber barcode variantsku lineitemsku 规格编码 货号 商家编码 条码 款号 sku编码',
  product_name:
    'productname product description item itemname productdescription producttitle title goodsname lineitemname 商品 商品名称 商品名 商品标题 品名 产品 产品名称 货品名称 宝贝标题 宝贝名称 描述 商品描述',
  category:
    'category productcategory itemcategory department categoryname type 类目 分类 品类 商品分类 商品类目 产品类别 类别',
  products: 'products items lineitems orderlines lines cart 商品列表 商品明细 明细',
  ...people,
} as const

const events = {
  event: 'event eventname eventtype action activity 事件 事件名 事件名称 行为 行为类型 动作',
  occurred_at:
    'timestamp time occurredat eventtime eventdate datetime date happenedat originaltimestamp createdat 时间 事件时间 发生时间 行为时间 日期 时间戳',
  event_id: 'messageid eventid uuid 事件id 消息id',
  user_id: people.user_id,
  email: people.email,
  phone: people.phone,
  anonymous_id: 'anonymousid deviceid visitorid cookieid sessionid distinctid 匿名id 设备id 访客id',
} as const

const byKind: Readonly<Record<ImportKind, Readonly<Record<string, string>>>> = { customers, orders, events }

const targetsByWord = new Map(
  Object.entries(byKind).map(([kind, targets]) => [kind, invert(targets)] as const),
)

function invert(targets: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const [target, list] of Object.entries(targets)) {
    for (const word of [target.replaceAll('_', ''), ...list.split(' ')])
      if (!words.has(word)) words.set(word, target)
  }
  return words
}

/** Names that customer files use for traits of other kinds, and what those traits are called. */
const traitsByWord: Readonly<Record<string, string>> = {
  会员等级: 'member_level',
  等级: 'member_level',
  memberlevel: 'member_level',
  积分: 'points_balance',
  积分余额: 'points_balance',
  备注: 'note',
  note: 'note',
  notes: 'note',
  职业: 'occupation',
  年龄: 'age',
  地址: 'street',
  详细地址: 'street',
  收货地址: 'street',
  address: 'street',
  邮编: 'postal_code',
  邮政编码: 'postal_code',
  zip: 'postal_code',
  zipcode: 'postal_code',
  postcode: 'postal_code',
  纬度: 'latitude',
  经度: 'longitude',
  lat: 'latitude',
  lng: 'longitude',
  lon: 'longitude',
  微信号: 'wechat_id',
  微信openid: 'wechat_openid',
  openid: 'wechat_openid',
  unionid: 'wechat_unionid',
  微信unionid: 'wechat_unionid',
  婚姻状况: 'marital_status',
  学历: 'education',
  来源: 'origin',
  来源渠道: 'origin',
  门店: 'store',
  导购: 'salesperson',
}

/** The target that a header names, and how sure that is: 1 for its exact name, less for one with more words around it. */
export function targetOfHeader(
  header: string,
  kind: ImportKind,
): { target: string; confidence: number } | null {
  const words = targetsByWord.get(kind)
  const key = keyOf(header)
  if (!words || key === '') return null
  const exact = words.get(key) ?? words.get(keyOf(header, true))
  if (exact) return { target: exact, confidence: 1 }
  const last = key.split('.').at(-1) ?? key
  const inner = last === key ? undefined : words.get(last)
  return inner ? { target: inner, confidence: 0.8 } : longestWithin(key, words)
}

/** `客户手机号码` contains `手机号码`; at least half of the header has to be explained, and words of one letter say nothing. */
function longestWithin(
  key: string,
  words: ReadonlyMap<string, string>,
): { target: string; confidence: number } | null {
  let best: { target: string; length: number } | null = null
  for (const [word, target] of words) {
    const isWorth = word.length > (best?.length ?? 1) && word.length * 2 >= key.length
    if (isWorth && (key.endsWith(word) || key.startsWith(word))) best = { target, length: word.length }
  }
  return best && { target: best.target, confidence: 0.5 + 0.3 * (best.length / key.length) }
}

/** The name that a column gets as a trait or a property when it means nothing that we know. */
export function ownNameOf(header: string, kind: ImportKind): string {
  const plain = header.replace(/^(traits|properties|context\.traits)\./i, '')
  const known = kind === 'customers' ? traitsByWord[keyOf(plain)] : undefined
  if (known) return known
  return plain
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 80)
}

function keyOf(header: string, withoutBrackets = false): string {
  return header
    .replace(withoutBrackets ? /[(（[【].*?[)）\]】]/g : /[()（）[\]【】]/g, '')
    .toLowerCase()
    .replace(/[\s_\-/#*:：]/g, '')
}
