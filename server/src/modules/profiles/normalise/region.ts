import { memoised } from './memo'
import { halfWidth } from './width'

export interface Region {
  /** ISO 3166-2. */
  readonly code: string
  /** The short Chinese name: the canonical form that a profile holds. */
  readonly zh: string
  readonly en: string
}

/** Chinese names in full, spellings in use and the one-character abbreviation, after code, short name and English. */
const rows = `
CN-BJ 北京 Beijing 北京市 京 peking
CN-TJ 天津 Tianjin 天津市 津 tientsin
CN-HE 河北 Hebei 河北省 冀
CN-SX 山西 Shanxi 山西省 晋
CN-NM 内蒙古 Inner_Mongolia 内蒙古自治区 内蒙 蒙 neimenggu neimongol nmg
CN-LN 辽宁 Liaoning 辽宁省 辽
CN-JL 吉林 Jilin 吉林省 吉
CN-HL 黑龙江 Heilongjiang 黑龙江省 黑
CN-SH 上海 Shanghai 上海市 沪
CN-JS 江苏 Jiangsu 江苏省 苏
CN-ZJ 浙江 Zhejiang 浙江省 浙
CN-AH 安徽 Anhui 安徽省 皖
CN-FJ 福建 Fujian 福建省 闽
CN-JX 江西 Jiangxi 江西省 赣
CN-SD 山东 Shandong 山东省 鲁
CN-HA 河南 Henan 河南省 豫
CN-HB 湖北 Hubei 湖北省 鄂
CN-HN 湖南 Hunan 湖南省 湘
CN-GD 广东 Guangdong 广东省 粤 canton
CN-GX 广西 Guangxi 广西壮族自治区 桂 广西省
CN-HI 海南 Hainan 海南省 琼
CN-CQ 重庆 Chongqing 重庆市 渝 chungking
CN-SC 四川 Sichuan 四川省 川 蜀 szechwan szechuan
CN-GZ 贵州 Guizhou 贵州省 黔 贵
CN-YN 云南 Yunnan 云南省 滇 云
CN-XZ 西藏 Tibet 西藏自治区 藏 xizang
CN-SN 陕西 Shaanxi 陕西省 陕 秦
CN-GS 甘肃 Gansu 甘肃省 甘 陇
CN-QH 青海 Qinghai 青海省 青
CN-NX 宁夏 Ningxia 宁夏回族自治区 宁
CN-XJ 新疆 Xinjiang 新疆维吾尔自治区 新 sinkiang
CN-TW 台湾 Taiwan 台湾省 台 臺灣
CN-HK 香港 Hong_Kong 香港特别行政区 港 xianggang hongkongsar
CN-MO 澳门 Macao 澳门特别行政区 澳 macau aomen 澳門`

const table = rows.trim().split('\n').map(readRow)

const byKey = new Map(table.flatMap(({ region, keys }) => keys.map((key): [string, Region] => [key, region])))

/** Countries whose regions are read with the table; a profile without a country gets the benefit of the doubt. */
const chinese = new Set(['CN', 'HK', 'MO', 'TW'])

/**
 * A region in one canonical form: 广东, 广东省, Guangdong, Guangdong Province and CN-GD are all 广东. A region that
 * is not Chinese is returned as written, blanks collapsed; null when nothing is left.
 */
export function normaliseRegion(region: string, country?: string | null): string | null {
  if (region.length > 100) return null
  if (country && !chinese.has(country)) return clean(halfWidth(region))
  return parse(region)
}

const parse = memoised((raw): string | null => {
  const text = halfWidth(raw)
  return byKey.get(keyOf(text))?.zh ?? clean(text)
})

function clean(text: string): string | null {
  return text.replace(/\s+/g, ' ') || null
}

function readRow(line: string): { region: Region; keys: string[] } {
  const [code = '', zh = '', english = '', ...others] = line.split(' ')
  const en = english.replaceAll('_', ' ')
  return { region: { code, zh, en }, keys: [code, zh, en, ...others].map(keyOf) }
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^中国/, '')
    .replace(/[\s.'’-]/g, '')
    .replace(/(province|autonomousregion|municipality|shi|sheng)$/, '')
}
