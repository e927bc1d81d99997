import { GROUND_NAMES, GROUNDS, type GroundName } from '../reckoning/grounds'

/** What a column of a group case says; each by its Chinese heading or the field's own name. */
const COLUMNS = {
  holder: ['编号', '持卡人', '姓名', 'holder'],
  kind: ['卡种', 'kind'],
  paid_yuan: ['实付', '实付元', 'paid'],
  paid_on: ['付款日', '付款日期', 'paid_on'],
  bonus: ['赠送', 'bonus'],
  discount: ['几折', '会员折扣', 'discount'],
  balance_yuan: ['余额', '余额元', 'balance'],
  used_yuan: ['已用元', '已消费', 'used_yuan'],
  visits: ['次数', '买的次数', 'visits'],
  left_visits: ['剩余次数', 'left_visits'],
  used_visits: ['已用次数', 'used_visits'],
  list_price_yuan: ['单次原价', 'list_price'],
  days: ['天数', 'days'],
  months: ['月数', 'months'],
  starts_on: ['起用日', 'starts_on'],
  ends_on: ['到期日', 'ends_on'],
  stopped_on: ['停业日', 'stopped_on'],
  used_percent: ['完成百分比', 'used_percent'],
  refunded_yuan: ['已退', '已退元', 'refunded'],
  ground: ['原因', 'ground'],
  terminated_on: ['结束日', '解除日', 'terminated_on'],
  refunded_on: ['退款日', 'refunded_on'],
} as const
export type Column = keyof typeof COLUMNS

/** What must stand in the head of the file; everything else may be missing. */
export const NEEDED: readonly Column[] = ['holder', 'paid_yuan', 'paid_on']

const BY_HEADING = new Map<string, Column>(
  (Object.keys(COLUMNS) as Column[]).flatMap((column) =>
    COLUMNS[column].map((heading) => [heading.toLowerCase(), column] as const),
  ),
)
/** A heading may say its unit in brackets: 实付（元）. */
export const columnNamed = (heading: string): Column | null =>
  BY_HEADING.get(
    heading
      .normalize('NFKC')
      .replace(/\(.*\)/, '')
      .replace(/\s/g, '')
      .toLowerCase(),
  ) ?? null

const KIND_WORDS: Readonly<Record<string, string>> = {
  储值卡: 'stored_value',
  储值: 'stored_value',
  次卡: 'count',
  课时: 'count',
  期限卡: 'period',
  年卡: 'period',
  疗程: 'package',
  课程: 'package',
}
export const kindIn = (word: string): string => KIND_WORDS[word] ?? word

/** 店关门 … by its sentence, its first words, or its name in the contract. */
export const groundIn = (word: string): GroundName | null =>
  GROUND_NAMES.find(
    (name) =>
      name === word ||
      GROUNDS[name].text === word ||
      (word !== '' && GROUNDS[name].text.startsWith(word)),
  ) ?? null
