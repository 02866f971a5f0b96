import { areaList } from '@vant/area-data'

/**
 * Cities by commercial attractiveness: 新一线城市研究所 (the Rising Lab of Yicai), 2024 新一线城市魅力排行榜, published on
 * 30 May 2024. Its list of 337 cities has 4 of the first tier, 15 new ones of the first and 30 of the second.
 */
export const cityTiersYear = 2024
export const cityTiers = {
  first: ['上海', '北京', '深圳', '广州'],
  new_first: '成都 杭州 重庆 苏州 武汉 西安 南京 长沙 天津 郑州 东莞 无锡 宁波 青岛 合肥'.split(' '),
  second:
    '佛山 沈阳 昆明 济南 厦门 福州 温州 常州 大连 石家庄 南宁 哈尔滨 金华 南昌 长春 南通 泉州 贵阳 嘉兴 太原 惠州 徐州 绍兴 中山 台州 烟台 珠海 保定 潍坊 兰州'.split(
      ' ',
    ),
} as const

const officialNames = Object.values(areaList.city_list)

/** A city in the spellings that profiles have: 杭州 and 杭州市. A name that is no city of China's divisions is none. */
export function cityNames(city: string): string[] {
  return officialNames.includes(`${city}市`) ? [city, `${city}市`] : []
}

/** The provinces of mainland China by the seven regions that they are usually grouped in, as profiles name them. */
export const regions = {
  north: '北京 天津 河北 山西 内蒙古'.split(' '),
  northeast: '辽宁 吉林 黑龙江'.split(' '),
  east: '上海 江苏 浙江 安徽 福建 江西 山东'.split(' '),
  central: '河南 湖北 湖南'.split(' '),
  south: '广东 广西 海南'.split(' '),
  southwest: '重庆 四川 贵州 云南 西藏'.split(' '),
  northwest: '陕西 甘肃 青海 宁夏 新疆'.split(' '),
} as const
