import { holdTable } from '../../src/holds/rules'
import { REFUSALS } from '../../src/kernel/refusals'

const KINDS: Record<string, string> = { claim: '免码核销', booking: '预约' }
const STATES: Record<string, string> = {
  held: '占用中',
  recorded: '已登记，等顾客',
  contested: '有异议',
  captured: '已结清',
  voided: '已撤销',
  expired: '已过期',
}
const ACTIONS: Record<string, string> = {
  confirm: '顾客确认',
  contest: '顾客提异议',
  silence: '等待期满（平台）',
  capture: '店家结清（登记后须有顾客的码或密码）',
  void_by_shop: '店家撤销',
  void_by_holder: '顾客取消',
  no_show: '店家记爽约',
  expire: '过期（平台）',
  decide: '监管裁定',
}

/** docs/holds.md: what may be done with a hold in each state, from the very table the acts ask. */
export function holdsPage(): string {
  const pairs = holdTable()
  const sections = [...new Set(pairs.map(({ kind }) => kind))].map((kind) => {
    const lines = pairs
      .filter((pair) => pair.kind === kind)
      .map(({ status, action, verdict }) => {
        const said =
          verdict === 'ok'
            ? '可以'
            : `\`${verdict}\` ${REFUSALS[verdict].status}：${REFUSALS[verdict].message}`
        return `| ${STATES[status] ?? status} | ${ACTIONS[action] ?? action} | ${said} |`
      })
    return [
      `## ${KINDS[kind] ?? kind}`,
      '',
      '| 状态 | 动作 | 结果 |',
      '|---|---|---|',
      ...lines,
    ].join('\n')
  })
  return `${[
    '# 占用：每个状态下能办什么',
    '由程序里的状态表生成（`src/holds/rules.ts`），每一格都有测试。一笔占用只结清一次；后到的动作得到下面写明的拒绝，钱一分不动。',
    ...sections,
  ].join('\n\n')}\n`
}
