/** Where customers live. Offsets are hours from UTC in winter; summer time is left out on purpose. */
export type City = {
  readonly zh: string
  readonly en: string
  readonly regionZh: string
  readonly regionEn: string
  readonly country: string
  readonly timezone: string
  readonly offsetHours: number
  readonly weight: number
}

type MainlandRow = readonly [zh: string, en: string, regionZh: string, regionEn: string, weight: number]

const mainlandRows: readonly MainlandRow[] = [
  ['上海', 'Shanghai', '上海', 'Shanghai', 100],
  ['北京', 'Beijing', '北京', 'Beijing', 92],
  ['深圳', 'Shenzhen', '广东', 'Guangdong', 80],
  ['杭州', 'Hangzhou', '浙江', 'Zhejiang', 74],
  ['广州', 'Guangzhou', '广东', 'Guangdong', 72],
  ['成都', 'Chengdu', '四川', 'Sichuan', 62],
  ['南京', 'Nanjing', '江苏', 'Jiangsu', 46],
  ['武汉', 'Wuhan', '湖北', 'Hubei', 45],
  ['苏州', 'Suzhou', '江苏', 'Jiangsu', 44],
  ['重庆', 'Chongqing', '重庆', 'Chongqing', 42],
  ['西安', 'Xi’an', '陕西', 'Shaanxi', 36],
  ['长沙', 'Changsha', '湖南', 'Hunan', 32],
  ['宁波', 'Ningbo', '浙江', 'Zhejiang', 28],
  ['天津', 'Tianjin', '天津', 'Tianjin', 28],
  ['青岛', 'Qingdao', '山东', 'Shandong', 25],
  ['郑州', 'Zhengzhou', '河南', 'Henan', 25],
  ['合肥', 'Hefei', '安徽', 'Anhui', 22],
  ['厦门', 'Xiamen', '福建', 'Fujian', 21],
  ['佛山', 'Foshan', '广东', 'Guangdong', 20],
  ['无锡', 'Wuxi', '江苏', 'Jiangsu', 20],
  ['东莞', 'Dongguan', '广东', 'Guangdong', 18],
  ['福州', 'Fuzhou', '福建', 'Fujian', 17],
  ['济南', 'Jinan', '山东', 'Shandong', 16],
  ['大连', 'Dalian', '辽宁', 'Liaoning', 15],
  ['昆明', 'Kunming', '云南', 'Yunnan', 15],
  ['沈阳', 'Shenyang', '辽宁', 'Liaoning', 14],
  ['温州', 'Wenzhou', '浙江', 'Zhejiang', 13],
  ['泉州', 'Quanzhou', '福建', 'Fujian', 12],
  ['珠海', 'Zhuhai', '广东', 'Guangdong', 11],
  ['南昌', 'Nanchang', '江西', 'Jiangxi', 11],
  ['哈尔滨', 'Harbin', '黑龙江', 'Heilongjiang', 10],
  ['贵阳', 'Guiyang', '贵州', 'Guizhou', 10],
  ['南宁', 'Nanning', '广西', 'Guangxi', 10],
  ['石家庄', 'Shijiazhuang', '河北', 'Hebei', 9],
  ['太原', 'Taiyuan', '山西', 'Shanxi', 9],
  ['常州', 'Changzhou', '江苏', 'Jiangsu', 9],
  ['嘉兴', 'Jiaxing', '浙江', 'Zhejiang', 8],
  ['绍兴', 'Shaoxing', '浙江', 'Zhejiang', 8],
  ['长春', 'Changchun', '吉林', 'Jilin', 8],
  ['烟台', 'Yantai', '山东', 'Shandong', 7],
  ['洛阳', 'Luoyang', '河南', 'Henan', 6],
  ['绵阳', 'Mianyang', '四川', 'Sichuan', 5],
  ['海口', 'Haikou', '海南', 'Hainan', 5],
  ['兰州', 'Lanzhou', '甘肃', 'Gansu', 5],
  ['呼和浩特', 'Hohhot', '内蒙古', 'Inner Mongolia', 4],
  ['乌鲁木齐', 'Urumqi', '新疆', 'Xinjiang', 4],
  ['银川', 'Yinchuan', '宁夏', 'Ningxia', 3],
  ['西宁', 'Xining', '青海', 'Qinghai', 2],
]

function mainlandCity([zh, en, regionZh, regionEn, weight]: MainlandRow): City {
  return { zh, en, regionZh, regionEn, country: 'CN', timezone: 'Asia/Shanghai', offsetHours: 8, weight }
}

export const mainlandCities: readonly City[] = mainlandRows.map(mainlandCity)

type OverseasRow = readonly [
  zh: string,
  en: string,
  regionZh: string,
  regionEn: string,
  country: string,
  timezone: string,
  offsetHours: number,
  weight: number,
]

const overseasRows: readonly OverseasRow[] = [
  ['香港', 'Hong Kong', '香港', 'Hong Kong', 'HK', 'Asia/Hong_Kong', 8, 40],
  ['新加坡', 'Singapore', '新加坡', 'Singapore', 'SG', 'Asia/Singapore', 8, 36],
  ['纽约', 'New York', '纽约州', 'New York', 'US', 'America/New_York', -5, 26],
  ['旧金山', 'San Francisco', '加利福尼亚州', 'California', 'US', 'America/Los_Angeles', -8, 22],
  ['洛杉矶', 'Los Angeles', '加利福尼亚州', 'California', 'US', 'America/Los_Angeles', -8, 20],
  ['西雅图', 'Seattle', '华盛顿州', 'Washington', 'US', 'America/Los_Angeles', -8, 12],
  ['多伦多', 'Toronto', '安大略省', 'Ontario', 'CA', 'America/Toronto', -5, 16],
  ['温哥华', 'Vancouver', '不列颠哥伦比亚省', 'British Columbia', 'CA', 'America/Vancouver', -8, 18],
  ['伦敦', 'London', '英格兰', 'England', 'GB', 'Europe/London', 0, 24],
  ['曼彻斯特', 'Manchester', '英格兰', 'England', 'GB', 'Europe/London', 0, 9],
  ['悉尼', 'Sydney', '新南威尔士州', 'New South Wales', 'AU', 'Australia/Sydney', 10, 20],
  ['墨尔本', 'Melbourne', '维多利亚州', 'Victoria', 'AU', 'Australia/Melbourne', 10, 18],
  ['柏林', 'Berlin', '柏林', 'Berlin', 'DE', 'Europe/Berlin', 1, 10],
  ['阿姆斯特丹', 'Amsterdam', '北荷兰省', 'North Holland', 'NL', 'Europe/Amsterdam', 1, 8],
  ['吉隆坡', 'Kuala Lumpur', '吉隆坡', 'Kuala Lumpur', 'MY', 'Asia/Kuala_Lumpur', 8, 14],
  ['奥克兰', 'Auckland', '奥克兰', 'Auckland', 'NZ', 'Pacific/Auckland', 12, 7],
]

function overseasCity([
  zh,
  en,
  regionZh,
  regionEn,
  country,
  timezone,
  offsetHours,
  weight,
]: OverseasRow): City {
  return { zh, en, regionZh, regionEn, country, timezone, offsetHours, weight }
}

export const overseasCities: readonly City[] = overseasRows.map(overseasCity)

/** All cities, mainland first. */
export const cities: readonly City[] = [...mainlandCities, ...overseasCities]
