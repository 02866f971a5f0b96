import { memoised } from './memo'
import { halfWidth } from './width'

/** ISO 3166-1: alpha-2 followed by alpha-3 of every country, in the order of alpha-2. */
const codes = `
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL
BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD
CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA
DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN
IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA
KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE
MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN
SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL
TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE`

/** Names in use that are neither the engine's English nor its Chinese ones; written without blanks and points. */
const otherNames: Readonly<Record<string, string>> = {
  CN: '中华人民共和国 中國 mainlandchina chinamainland prc peoplesrepublicofchina 大陆 中国大陆 zhongguo',
  HK: '香港 hongkong 香港特别行政区 中国香港 香港特別行政區 hongkongsar hongkongchina',
  MO: '澳门 澳門 macau macao 澳门特别行政区 中国澳门',
  TW: '台湾 臺灣 taiwan 中国台湾 台湾省 taiwanchina',
  GB: 'uk greatbritain britain england scotland wales northernireland 英格兰 苏格兰 威尔士 联合王国 大不列颠',
  US: 'unitedstatesofamerica america theunitedstates 美利坚合众国 美國',
  IE: 'eire republicofireland',
  ZA: 'rsa republicofsouthafrica',
  KR: 'korea republicofkorea southkorea 南韩 大韩民国 韓國',
  KP: 'dprk democraticpeoplesrepublicofkorea',
  AE: 'uae 阿联酋 emirates',
  CZ: 'czechrepublic 捷克共和国',
  RU: 'russianfederation 俄国 俄罗斯联邦',
  NL: 'holland thenetherlands',
  VN: '越南社会主义共和国 vietnam',
  SA: '沙特 ksa kingdomofsaudiarabia',
  TR: 'turkey',
  MM: 'burma myanmar',
  CI: 'ivorycoast 象牙海岸',
  CD: '刚果民主共和国 drcongo',
  CG: '刚果共和国 congo',
  MK: 'macedonia',
  SZ: 'swaziland 斯威士兰',
  TL: 'easttimor',
  VA: 'holysee',
  AU: '澳洲',
  NZ: '纽西兰',
  DE: 'deutschland',
  ES: 'españa',
  IT: 'italia',
  BR: 'brasil',
  JP: 'nippon',
  BA: 'bosnia bosniaandherzegovina 波黑',
  PS: 'palestine 巴勒斯坦',
  CV: 'caboverde 佛得角',
}

/** A country as its ISO 3166-1 alpha-2 code, from either code or its name in Chinese or English; null when unknown. */
export function normaliseCountry(country: string): string | null {
  return country.length < 2 || country.length > 60 ? null : parse(country)
}

const parse = memoised((raw): string | null => codeByName().get(keyOf(halfWidth(raw))) ?? null)

let table: ReadonlyMap<string, string> | null = null

/** Built at the first question: the names come from the engine's own language data. */
function codeByName(): ReadonlyMap<string, string> {
  if (table) return table
  const names = ['en', 'zh-CN', 'zh-TW'].map((locale) => new Intl.DisplayNames([locale], { type: 'region' }))
  const entries: [string, string][] = []
  for (const pair of codes.trim().split(/\s+/)) {
    const code = pair.slice(0, 2)
    const known = names.map((name) => keyOf(name.of(code) ?? code))
    const others = (otherNames[code] ?? '').split(' ').filter(Boolean)
    for (const key of [...known, ...others, code.toLowerCase(), pair.slice(2).toLowerCase()])
      entries.push([key, code])
  }
  table = new Map(entries)
  return table
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/^st\.? /, 'saint')
    .replace(/[\s.,'’()（）_-]/g, '')
}
