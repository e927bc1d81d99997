/** Letters of other alphabets that the eye takes for Latin ones (Unicode TR39, those that stand in names). */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'аa',
    'вb',
    'еe',
    'ёe',
    'зe',
    'кk',
    'мm',
    'нh',
    'оo',
    'рp',
    'сc',
    'тt',
    'уy',
    'хx',
    'іl',
    'їl',
    'јj',
    'ѕs',
    'αa',
    'βb',
    'εe',
    'ηn',
    'ιl',
    'κk',
    'μu',
    'νv',
    'οo',
    'ρp',
    'τt',
    'υu',
    'χx',
    'ωw',
    '0o',
    '1l',
    '|l',
    'il',
    '5s',
    '〇o',
  ].map((pair) => [[...pair][0] ?? '', [...pair][1] ?? '']),
)
/** Characters of shop names in their older forms, each beside the form used here. */
const CHARACTERS = new Map(
  [
    ...'麵面館馆飯饭鋪铺舖铺髮发發发廳厅園园藝艺術术學学車车麗丽華华國国東东龍龙鳳凤雲云愛爱樂乐寶宝貝贝魚鱼雞鸡鴨鸭鮮鲜葉叶蘭兰',
    ...'錦锦銀银鐵铁門门間间興兴長长張张陳陈劉刘趙赵吳吴孫孙萬万豐丰豊丰滿满點点臺台颱台灣湾島岛廣广場场醫医藥药療疗養养體体運运',
    ...'動动遊游戲戏劇剧歡欢陽阳陰阴個个們们買买賣卖專专業业實实優优質质時时裝装飾饰婦妇嬰婴兒儿書书畫画筆笔紙纸報报電电腦脑網网',
    ...'絡络機机燈灯櫃柜檯台牆墙頭头臉脸膚肤紅红綠绿藍蓝黃黄',
  ].flatMap((character, i, all) => (i % 2 === 0 ? [[character, all[i + 1] ?? character]] : [])),
)
/** What a name has beside its own: spaces, dots, brackets, quotes. */
const ORNAMENT = /[\p{P}\p{S}\p{Z}\p{Cf}\p{M}]/gu

/** A name as the eye takes it: one width, one alphabet, one form of each character, no ornament. */
export const nameSkeleton = (name: string): string =>
  [...name.normalize('NFKC').toLowerCase().normalize('NFKD').replace(ORNAMENT, '')]
    .map((character) => LETTERS[character] ?? CHARACTERS.get(character) ?? character)
    .join('')

type Named = { id: string; name: string }
/** The first of these shops whose name reads like this one, or null. */
export function lookAlike(name: string, known: readonly Named[]): Named | null {
  const wanted = nameSkeleton(name)
  return known.find((one) => nameSkeleton(one.name) === wanted) ?? null
}

/** As short as a brand may be to be looked for inside another name. */
const BRAND_MIN = 3
/** The first of these shops whose name can be read inside this one, as a branch is named, or null. */
export function brandIn(name: string, known: readonly Named[]): Named | null {
  const wanted = nameSkeleton(name)
  const reads = (brand: string) => [...brand].length >= BRAND_MIN && wanted.includes(brand)
  return known.find((one) => reads(nameSkeleton(one.name))) ?? null
}
