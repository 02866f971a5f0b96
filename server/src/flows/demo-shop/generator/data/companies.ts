/** Offices that buy for their staff; invented names. */
type CompanyRow = readonly [zh: string, en: string, industryZh: string, industryEn: string, employees: number]

export const companyRows: readonly CompanyRow[] = [
  ['云岫设计工作室', 'Yunxiu Design Studio', '设计', 'Design', 24],
  ['拾光摄影', 'Lightkeepers Photography', '摄影', 'Photography', 12],
  ['启衡律师事务所', 'Qiheng Law Office', '法律服务', 'Legal', 86],
  ['麦田教育', 'Wheatfield Education', '教育培训', 'Education', 210],
  ['青禾科技', 'Qinghe Technology', '软件', 'Software', 340],
  ['南山精密仪器', 'Nanshan Precision Instruments', '制造', 'Manufacturing', 520],
  ['半亩花田民宿', 'Half-Acre Guesthouse', '酒店民宿', 'Hospitality', 18],
  ['蓝鲸物流', 'Blue Whale Logistics', '物流', 'Logistics', 460],
  ['知行咨询', 'Zhixing Consulting', '咨询', 'Consulting', 64],
  ['橙子动画', 'Orange Animation', '动漫', 'Animation', 95],
  ['安和口腔', 'Anhe Dental', '医疗', 'Healthcare', 130],
  ['远山户外俱乐部', 'Far Hills Outdoor Club', '体育', 'Sports', 30],
  ['海石投资', 'Seastone Capital', '金融', 'Finance', 48],
  ['木易家具', 'Muyi Furniture', '家具', 'Furniture', 150],
  ['晨曦幼儿园', 'Daybreak Kindergarten', '教育培训', 'Education', 42],
  ['Brightwell 贸易', 'Brightwell Trading', '贸易', 'Trading', 75],
  ['Northgate 国际学校', 'Northgate International School', '教育培训', 'Education', 180],
  ['Kestrel 游戏', 'Kestrel Games', '游戏', 'Games', 112],
  ['Lumen 实验室', 'Lumen Labs', '生物科技', 'Biotech', 58],
  ['Harbour 会计师事务所', 'Harbour Accounting', '财税', 'Accounting', 36],
]
