import type { Operation } from '../platform/http'

/** The parts of the API by their tags: the name for people, and what is in it, in both languages. */
const TAGS: Record<string, readonly [zh: string, en: string]> = {
  archives: ['归档', 'Days that moved out of the database, read back and verified'],
  bank: ['银行对账', 'The bank’s statements, daily closes, coverage and breaks'],
  books: ['账簿核对', 'Runs of the checker over all books'],
  cards: ['卡', 'Cards, as each reader may see them'],
  care: ['挂失、转让、陪护、停卡', 'Freeze, transfer, companions and pauses of a card'],
  changes: ['搬家、换人、到期', 'Changes of a merchant, takeovers, expiries'],
  city: ['城市参数', 'A city’s tables: districts, sectors, hotlines, holidays, rates'],
  complaints: ['投诉与举报', 'Complaints of holders, reports about shops'],
  corrections: ['更正与撤销', 'Corrections of uses'],
  custody: ['存管', 'Custody accounts, settlements of the provider, fees'],
  dev: ['只在开发环境', 'In development only'],
  disputes: ['付款争议', 'Payments that a payer takes back at the provider'],
  ends: ['停业与失联', 'Closures, incidents, deposits'],
  exports: ['导出账簿', 'Journals as files for accountants'],
  holds: ['预约与占用', 'Bookings, and uses without a code'],
  identity: ['登录与人员', 'Sign-in, people, PIN'],
  instructions: ['告诉银行的事', 'Instructions to bank and provider that have no result yet'],
  jobs: ['定时任务', 'Jobs of the clock and what failed in them'],
  ledger: ['总账', 'The ledger'],
  mandates: ['继承与监护', 'Heirs and guardians: who comes in somebody’s place'],
  mediations: ['调解方案与协议', 'Proposals of a mediator, agreements, packets for a court'],
  merchants: ['店家', 'Merchants, their level, sales holds'],
  notices: ['通知', 'Short messages to consumers'],
  offers: ['套餐与合同', 'Offers, contracts, price lists'],
  operations: ['运行', 'How the platform itself fares'],
  overview: ['概览', 'The day of a merchant, the bank, the city'],
  packs: ['处置包与季度数', 'Resolution packs and quarterly figures'],
  payments: ['支付通知', 'What the payment provider tells'],
  payouts: ['出款', 'Payouts and advances to merchants'],
  proofs: ['凭证', 'Proofs of a payment, packs for a claim'],
  purchases: ['购卡', 'Buying a card and paying for it'],
  redemptions: ['核销', 'Using a card: by code or at the counter'],
  refunds: ['退款', 'Quotes, refunds, the calculator'],
  shops: ['店铺码与门店', 'What a wall code shows; branches of a merchant'],
  'shop-tips': ['没有接入的店', 'Shops that have not joined'],
  privacy: ['个人资料：谁看过、为什么', 'Who read of whom, and what for'],
  joining: ['接入预约', 'Appointments of shops that want to join'],
  incidents: ['失联事件', 'Runaways: who is called, and what is handed on'],
  inspections: ['巡查', 'Patrols: which door when, and what was found there'],
  cases: ['案件', 'Cases: one a shop, until somebody is done with it'],
  credit: ['信用', 'What a shop’s level rests on; ratings by holders'],
  courts: ['法院冻结与划拨', 'Freezes and deductions by courts'],
  listings: ['红黑名单', 'Red and black list: notice, objection, repair'],
  reports: ['报表', 'Districts and trades, week against week'],
  supervision: ['监管看店', 'Which shops are worth a regulator’s look, and why'],
  insiders: ['标记的使用', 'Uses that somebody of the shop may have made up'],
  terminals: ['收银机', 'A shop’s own tills, which sign what they ask'],
  vendors: ['别家的应用', 'Apps of other makers: who may read what of which shops'],
  webhooks: ['事件与订阅', 'Events, and how they are told to a program'],
}

export const tagName = (tag: string): string => TAGS[tag]?.[0] ?? tag

/** The tags that some operations have, as the document defines them. */
export const documentTags = (operations: readonly Operation[]): object[] =>
  [...new Set(operations.flatMap(({ tags }) => tags))].sort().map((name) => {
    const [zh, en] = TAGS[name] ?? [name, name]
    return { name, description: `${zh} · ${en}` }
  })
