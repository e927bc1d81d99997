/** Everything that can be wrong with a bank file, and what a person reads about it. */
export const FAULTS = {
  // — the file as a whole —
  file_empty: '文件是空的',
  file_too_large: '文件超过 10 MB，请银行分页或分日导出',
  file_too_long: '文件的明细超过 100,000 行，请银行分页或分日导出',
  file_format_unknown: '认不出文件格式。可导入：本系统的 CSV、ISO 20022 camt.053',
  encoding_unknown: '文字编码不是 UTF-8 或 GBK，请另存为其中一种',
  spreadsheet_given: '这是 Excel 工作簿，不是文本：请在 Excel 里“另存为 CSV”后再上传',
  encoding_contradicts: '文件声明的编码与实际字节不符',
  // — XML —
  xml_malformed: 'XML 不完整或写错了',
  xml_doctype_refused: 'XML 里有 DOCTYPE 或自定义实体，出于安全不接收',
  xml_too_deep: 'XML 嵌套太深',
  xml_too_wide: 'XML 里一个元素的属性或内容太多',
  xml_text_too_long: 'XML 里一段文字太长',
  namespace_unsupported: '命名空间不是受支持的报文版本',
  // — CSV —
  csv_malformed: 'CSV 的引号没有成对，或引号后面有多余的字',
  csv_header_missing: '表头缺少必需的列',
  csv_header_twice: '表头里同一列出现两次',
  csv_header_unknown: '表头里有不认识的列',
  csv_cells_count: '这一行的列数与表头不同',
  csv_record_order: '行的顺序应是：期初、明细……、期末',
  // — values —
  value_missing: '缺少必填的内容',
  value_too_long: '内容太长',
  value_twice: '同一项内容出现两次',
  value_unknown: '内容不在允许的取值里',
  value_unprintable: '内容里有不可见的控制字符',
  amount_malformed: '金额只能是不带符号、不带逗号的数字，例如 1286.50',
  amount_finer_than_fen: '金额不能比分更细',
  amount_too_large: '金额太大',
  amount_not_positive: '金额要大于 0',
  currency_not_cny: '币种只能是人民币（CNY）',
  date_malformed: '日期应为 2026-11-23 这样的真实日期',
  number_malformed: '应为整数',
  // — sums —
  balance_missing: '缺少期初或期末的已记账余额',
  balance_differs: '期初余额加已记账明细，不等于期末余额',
  running_balance_differs: '这一行之后的余额与逐行计算的不同',
  account_differs: '同一份对账单里的账号不同',
  batch_total_differs: '批量明细之和与批量总额不同，手续费也解释不了',
  batch_count_differs: '批量笔数与明细行数不同',
  batch_amount_missing: '同一批里，有的明细有金额，有的没有',
  summary_differs: '文件给出的笔数或合计与明细不同',
  page_twice: '同一份对账单（或同一页）出现两次',
  page_missing: '中间缺了一页',
  // — warnings: the file is read, the reconciliation looks at them —
  bank_reference_twice: '同一个银行流水号出现多次，可能是重复入账',
  line_repeated: '两行完全相同，可能是重复入账',
  // — status reports and instructions —
  status_contradicts: '整批被拒绝，但其中有的笔却是成功',
  id_too_long: '编号只能是 1–35 个字母、数字或 + - / ? : ( ) . , 空格',
  id_twice: '同一个编号出现两次',
  payouts_empty: '没有要付的款',
} as const
type FaultCode = keyof typeof FAULTS

/**
 * One thing that is wrong, where a person can find it: the physical line (1-based; null when it is
 * the file as a whole) and a pointer (`/明细/3/金额` or `/Stmt[1]/Ntry[3]/Amt`).
 */
export type Fault = { line: number | null; pointer: string; code: FaultCode; detail: string }
export type Place = { line: number | null; pointer: string }

/** More faults than this are counted, not listed. */
export const FAULTS_LISTED = 200

export const inside = (place: Place, name: string): Place => ({
  line: place.line,
  pointer: `${place.pointer}/${name}`,
})

export function faultAt(place: Place, code: FaultCode, more?: string): Fault {
  const detail = more === undefined ? FAULTS[code] : `${FAULTS[code]}：${more}`
  return { line: place.line, pointer: place.pointer, code, detail }
}

/** Collects faults without ever growing beyond what a person would read. */
export class FaultList {
  readonly listed: Fault[] = []
  count = 0

  add(place: Place, code: FaultCode, more?: string): void {
    this.count += 1
    if (this.listed.length < FAULTS_LISTED) this.listed.push(faultAt(place, code, more))
  }
}

/** Stops the reading of a file at once: what follows cannot be trusted to mean anything. */
export class FileFault extends Error {
  override readonly name = 'FileFault'
  constructor(readonly fault: Fault) {
    super(fault.code)
  }
}

export function stopAt(place: Place, code: FaultCode, more?: string): never {
  throw new FileFault(faultAt(place, code, more))
}

/** Quotes a piece of the file for a message: short, on one line. */
export function quoted(text: string): string {
  const flat = text.replace(/\s+/g, ' ')
  return `“${flat.length > 40 ? `${flat.slice(0, 40)}…` : flat}”`
}
