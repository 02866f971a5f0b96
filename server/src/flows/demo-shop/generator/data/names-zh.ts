/** Chinese names with their pinyin, given names by the years in which parents chose them. */
export type ChineseName = { readonly hanzi: string; readonly pinyin: string }

/** Surname, pinyin, people per thousand (Ministry of Public Security's list, rounded). */
const surnameRows =
  '王wang71 李li70 张zhang66 刘liu52 陈chen45 杨yang31 黄huang22 赵zhao21 吴wu20 周zhou19 徐xu15 孙sun15 马ma13 朱zhu12 胡hu12 郭guo11 何he11 高gao10 林lin10 罗luo9 郑zheng9 梁liang8 谢xie7 宋song7 唐tang7 许xu6 韩han6 邓deng6 冯feng6 曹cao6 彭peng6 曾zeng6 肖xiao5 田tian5 董dong5 潘pan5 袁yuan5 蔡cai5 蒋jiang5 余yu5 于yu4 杜du4 叶ye4 程cheng4 魏wei4 苏su4 吕lv4 丁ding4 任ren4 卢lu4 姚yao4 沈shen4 钟zhong3 姜jiang3 崔cui3 谭tan3 陆lu3 范fan3 汪wang3 廖liao3 石shi3 金jin3 韦wei3 贾jia3 夏xia3 付fu3 方fang3 邹zou3 熊xiong3 白bai3 孟meng3 秦qin3 邱qiu3 侯hou2 江jiang2 尹yin2 薛xue2 阎yan2 段duan2 雷lei2 龙long2 黎li2 史shi2 陶tao2 贺he2 顾gu2 毛mao2 郝hao2 龚gong2 邵shao2 万wan2 覃qin2 武wu2 钱qian2 戴dai2 严yan2 莫mo2 孔kong2 向xiang2 常chang2 单shan1 欧阳ouyang1 司马sima1 上官shangguan1 诸葛zhuge1'

const maleRows = {
  before1980:
    '建国jianguo 建军jianjun 志强zhiqiang 国强guoqiang 卫东weidong 建华jianhua 永强yongqiang 海涛haitao 立新lixin 文斌wenbin 军jun 勇yong 伟wei 强qiang 斌bin 辉hui 平ping 明ming 志刚zhigang 国平guoping 晓东xiaodong 新民xinmin 宏伟hongwei 少华shaohua 德明deming 庆丰qingfeng',
  before1995:
    '伟wei 磊lei 涛tao 鹏peng 超chao 杰jie 浩hao 凯kai 俊jun 鑫xin 峰feng 亮liang 晨chen 志远zhiyuan 嘉伟jiawei 晓峰xiaofeng 俊杰junjie 文博wenbo 家豪jiahao 立群liqun 景明jingming 思源siyuan 海洋haiyang 子健zijian 一鸣yiming 宇航yuhang 天宇tianyu 旭东xudong 明轩mingxuan 振华zhenhua 少聪shaocong 启航qihang 维维weiwei 泽民zemin 国栋guodong 昊天haotian 瑞ruirui 岩yan',
  later:
    '浩然haoran 子轩zixuan 宇轩yuxuan 俊熙junxi 梓豪zihao 一诺yinuo 嘉懿jiayi 博文bowen 奕辰yichen 沐阳muyang 睿渊ruiyuan 思远siyuan 子墨zimo 铭泽mingze 天佑tianyou 皓轩haoxuan 致远zhiyuan 承恩chengen 逸飞yifei 泽宇zeyu 明哲mingzhe 晨曦chenxi 锦程jincheng 瑾瑜jinyu 乐天letian 星辰xingchen',
} as const

const femaleRows = {
  before1980:
    '秀英xiuying 丽li 敏min 静jing 红hong 燕yan 艳yan 玲ling 桂兰guilan 玉梅yumei 春梅chunmei 秀兰xiulan 淑芬shufen 丽华lihua 美玲meiling 晓红xiaohong 海燕haiyan 雪梅xuemei 凤英fengying 爱华aihua 丽娟lijuan 小芳xiaofang 琴qin 萍ping 霞xia 慧hui',
  before1995:
    '婷ting 静jing 娜na 雪xue 倩qian 颖ying 莉li 佳jia 琳lin 洁jie 丹dan 蕾lei 晶jing 璐lu 雨婷yuting 雅静yajing 思琪siqi 晓雯xiaowen 佳怡jiayi 梦瑶mengyao 文静wenjing 嘉欣jiaxin 慧敏huimin 诗雨shiyu 若兰ruolan 海霞haixia 玉洁yujie 晓彤xiaotong 欣怡xinyi 紫薇ziwei 可心kexin 佩珊peishan 淑慧shuhui 亚楠yanan 雯雯wenwen 楚楚chuchu 月yue 妍yan',
  later:
    '子涵zihan 梓萱zixuan 欣妍xinyan 诗涵shihan 雨桐yutong 一诺yinuo 可馨kexin 思涵sihan 语嫣yuyan 梓晴ziqing 若曦ruoxi 沐瑶muyao 芷若zhiruo 依诺yinuo 婉清wanqing 悦宁yuening 安然anran 佳琪jiaqi 书瑶shuyao 静姝jingshu 念初nianchu 清欢qinghuan 乐怡leyi 晚晴wanqing 知夏zhixia 云舒yunshu',
} as const

const namePattern = /^(\p{Script=Han}+)([a-z]+)(\d*)$/u

function parseName(row: string): ChineseName & { readonly weight: number } {
  const [, hanzi = '', pinyin = '', weight = ''] = namePattern.exec(row) ?? []
  return { hanzi, pinyin, weight: Number(weight || 1) }
}

function parseNames(rows: string): readonly (ChineseName & { readonly weight: number })[] {
  return rows.split(' ').map(parseName)
}

export const surnames = parseNames(surnameRows)

/** Given names by gender and era. */
export const givenNames = {
  male: {
    before1980: parseNames(maleRows.before1980),
    before1995: parseNames(maleRows.before1995),
    later: parseNames(maleRows.later),
  },
  female: {
    before1980: parseNames(femaleRows.before1980),
    before1995: parseNames(femaleRows.before1995),
    later: parseNames(femaleRows.later),
  },
} as const

/** The slip of the pinyin keyboard: the same sound, another character. */
export const homophones: ReadonlyMap<string, string> = new Map(
  '伟玮 静婧 婷庭 浩皓 涵晗 萱暄 杰洁 俊峻 丽莉 敏闵 磊蕾 涛韬 鹏朋 超朝 欣昕 怡宜 雨语 佳嘉 嘉佳 晓小 梓子 子梓 轩宣 宇雨 明铭 文雯 雯文 志智 建健 华桦 慧惠 颖影 琳林 娜那 雪学 倩茜 晨辰 思斯 诗施 国果 燕艳 艳燕 玲铃 红虹 梅玫 英瑛 兰岚 芳方 睿瑞 泽则 瑶遥 可珂 若偌 书舒 清青 云芸 张章 李黎 陈程 徐许 许徐 余于 于余 肖萧 付傅 江姜 姜江 曾增 阎闫'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
)
