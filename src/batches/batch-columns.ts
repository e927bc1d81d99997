import { GROUND_NAMES, GROUNDS, type GroundName } from '../reckoning/grounds'

/** What a column of a group case says; each by its Chinese heading or the field's own name. */
const COLUMNS = {
  holder:
    '编号 持卡人 姓名 持卡人姓名 会员姓名 客户姓名 学员姓名 消费者姓名 会员 客户 学员 消费者 会员编号 会员卡号 卡号 手机号 手机 电话 联系电话 序号 holder',
  kind: '卡种 卡类型 卡类别 卡的种类 种类 类型 kind',
  paid_yuan:
    '实付 实付元 实付金额 实际支付 实缴金额 实收金额 付款金额 支付金额 缴费金额 交费金额 充值金额 办卡金额 购卡金额 已付金额 已缴费用 已交学费 学费 预付款 交了多少 充值 金额 paid',
  paid_on:
    '付款日 付款日期 付款时间 支付日期 支付时间 缴费日期 缴费时间 交费日期 充值日期 充值时间 办卡日期 办卡时间 购卡日期 购买日期 签约日期 报名日期 日期 paid_on',
  bonus: '赠送 赠送金额 赠金 赠额 赠送次数 赠送课时 送的 送了多少 bonus',
  discount: '几折 折扣 会员折扣 discount',
  balance_yuan: '余额 余额元 卡内余额 剩余金额 账户余额 未消费金额 剩余钱数 还剩多少钱 balance',
  used_yuan: '已用元 已消费 已消费金额 已用金额 消费金额 已扣金额 used_yuan',
  visits: '次数 买的次数 总次数 购买次数 课时 总课时 购买课时 课时数 总节数 节数 visits',
  left_visits: '剩余次数 剩余课时 剩余节数 未上课时 未用次数 未使用次数 余次 剩几次 left_visits',
  used_visits: '已用次数 已使用次数 已上课时 已上节数 已消课时 用了几次 used_visits',
  list_price_yuan: '单次原价 原价 门市价 单次价格 散客价 list_price',
  days: '天数 总天数 有效天数 days',
  months: '月数 有效月数 月份数 months',
  starts_on: '起用日 启用日 启用日期 开卡日 开卡日期 激活日期 生效日期 开始日期 起始日期 starts_on',
  ends_on: '到期日 到期日期 到期时间 有效期至 截止日期 有效期截止 ends_on',
  stopped_on: '停业日 停业日期 停业时间 关门日期 关店日期 闭店日期 stopped_on',
  used_percent: '完成百分比 完成进度 进度 used_percent',
  refunded_yuan: '已退 已退元 已退金额 已经退的 refunded',
  ground: '原因 退款原因 退费原因 ground',
  terminated_on: '结束日 结束日期 解除日 解除日期 终止日期 terminated_on',
  refunded_on: '退款日 退款日期 refunded_on',
} as const
export type Column = keyof typeof COLUMNS

/** What must stand in the head of the file; everything else may be missing. */
export const NEEDED: readonly Column[] = ['paid_yuan', 'paid_on']

const BY_HEADING = new Map<string, { column: Column; rank: number }>(
  (Object.keys(COLUMNS) as Column[]).flatMap((column) =>
    COLUMNS[column].split(' ').map((heading, rank) => [heading, { column, rank }] as const),
  ),
)

/**
 * Which column each heading names. It may say its unit in brackets, 实付（元）, or be marked: *实付：. Of two that name the
 * same, the one we would write ourselves counts.
 */
export function columnsNamed(headings: readonly string[]): (Column | null)[] {
  const named = headings.map((heading) => BY_HEADING.get(plain(heading)) ?? null)
  return named.map((here, at) => {
    if (here === null) return null
    const is_named_better = named.some(
      (other, there) =>
        other?.column === here.column &&
        (other.rank < here.rank || (other.rank === here.rank && there < at)),
    )
    return is_named_better ? null : here.column
  })
}
const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/[([].*[)\]]/, '')
    .replace(/[\s*:;。、"'#]/g, '')
    .toLowerCase()

const KINDS = ['stored_value', 'count', 'period', 'package']
const KIND_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:储值|充值|余额|金额|购物|现金|消费)卡?$/, 'stored_value'],
  [/^(?:次|计次|次数|课时|私教|课|课包|私教课时)(?:卡|课)?$/, 'count'],
  [/^(?:期限|时间|时效|会籍|健身|年|半年|季|月|两年|二年|三年|双年)(?:卡|会员)?$/, 'period'],
  [/^(?:疗程|课程|套餐|培训)(?:卡|班)?$/, 'package'],
]
/** Null where the word says no kind we know: then what else is said decides. */
export const kindIn = (word: string): string | null =>
  KINDS.includes(word) ? word : (KIND_WORDS.find(([said]) => said.test(word))?.[1] ?? null)

/** What a field of a payment is called in the head of a sheet. */
const FIELD_NAMES: Readonly<Record<string, Column>> = {
  paid_fen: 'paid_yuan',
  balance_fen: 'balance_yuan',
  refunded_fen: 'refunded_yuan',
  bonus_fen: 'bonus',
  bonus_visits: 'bonus',
  discount_bp: 'discount',
  list_price_fen: 'list_price_yuan',
  charged_fen: 'used_yuan',
  uses: 'used_visits',
}
export function headingOf(field: string): string {
  const column = FIELD_NAMES[field] ?? field
  return column in COLUMNS ? (COLUMNS[column as Column].split(' ')[0] ?? field) : field
}

/** 店关门 … by its sentence, its first words, or its name in the contract. */
export const groundIn = (word: string): GroundName | null =>
  GROUND_NAMES.find(
    (name) =>
      name === word ||
      GROUNDS[name].text === word ||
      (word !== '' && GROUNDS[name].text.startsWith(word)),
  ) ?? null
