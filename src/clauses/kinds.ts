/** Where the law says it. `item` is the numbered item of the article, `paragraph` its paragraph where it has several. */
export type Article = {
  law: string
  article: number
  paragraph: number | null
  item: number | null
}
/** void: never enters a contract. prominent: lawful only where it is pointed out. watch: turns on facts nobody stated. */
export type Severity = 'void' | 'prominent' | 'watch'
type Said = { zh: string; en: string }
type Kind = {
  name: Said
  articles: readonly Article[]
  why: Said
  /** A lawful wording of what a shop may have meant. */
  instead: Said
}

const INTERPRETATION = '法释〔2025〕4号'
const CONSUMER_LAW = '消费者权益保护法'
const CIVIL_CODE = '民法典'
const nine = (item: number): Article => at(INTERPRETATION, 9, null, item)
const at = (
  law: string,
  article: number,
  paragraph: number | null = null,
  item: number | null = null,
): Article => ({ law, article, paragraph, item })

/** What a term does to the consumer, the articles that make it void, why, and what may stand instead. */
export const KINDS = {
  no_refund: {
    name: { zh: '不退款', en: 'No refund' },
    articles: [nine(1)],
    why: {
      zh: '不得排除消费者依法解除合同、要求退回预付款的权利',
      en: 'A shop cannot rule out that the contract is ended by law and the prepaid money returned.',
    },
    instead: {
      zh: '可以退款：扣除已经使用的部分，其余原路退回。',
      en: 'Refunds are given: what was used is deducted, the rest goes back the way it came.',
    },
  },
  refund_hindered: {
    name: { zh: '退款设障碍', en: 'Hurdles before a refund' },
    articles: [nine(1), nine(7)],
    why: {
      zh: '不得用审批、证明、期限等障碍拖住依法应退的钱',
      en: 'Approvals, papers and long terms must not stand before money the law gives back.',
    },
    instead: {
      zh: '提出退款后十五日内办完，只核对身份，不需要说明理由。',
      en: 'A refund is done within 15 days; only identity is checked, no reason is asked.',
    },
  },
  refund_fee: {
    name: { zh: '退款扣费', en: 'A fee on refunds' },
    articles: [nine(7), at(INTERPRETATION, 15, 1), at(INTERPRETATION, 15, 3)],
    why: {
      zh: '退款按合同计算，不得再收手续费、违约金、员工提成或只退一部分',
      en: 'A refund is prepaid money less what was used: no fee, penalty, commission or share is kept.',
    },
    instead: {
      zh: '退款只扣除已经使用的部分，不收手续费和违约金。',
      en: 'Only what was used is deducted; there is no fee and no penalty.',
    },
  },
  refund_at_list_price: {
    name: { zh: '一律按原价扣', en: 'Always deducted at list price' },
    articles: [at(INTERPRETATION, 18, 1), at(INTERPRETATION, 20), nine(7)],
    why: {
      zh: '不是消费者的原因退款，已用部分按优惠价算；按原价算超出预付款的，消费者不用补',
      en: 'Where the cause is not the consumer’s, uses count at the price paid; nobody pays more in.',
    },
    instead: {
      zh: '非会员原因退款，已用部分按优惠价计算；会员自己要退的，按打折前价格计算，不够减的按零算。',
      en: 'Uses count at the price paid, or at list price where the member leaves by own wish, never below zero.',
    },
  },
  forfeiture: {
    name: { zh: '过期作废', en: 'Forfeiture' },
    articles: [at(INTERPRETATION, 24, 1), nine(7)],
    why: {
      zh: '卡内还有余额的，到期不得作废、清零或归商家所有',
      en: 'A balance does not lapse with time and never falls to the shop.',
    },
    instead: {
      zh: '到期后余额仍然有效，可以激活、延期或者申请退款。',
      en: 'After the date the balance stays valid: it may be activated, extended or refunded.',
    },
  },
  balance_as_deposit: {
    name: { zh: '余额留作押金', en: 'Balance kept as a deposit' },
    articles: [nine(1), at(INTERPRETATION, 15, 1)],
    why: {
      zh: '余额是消费者的钱，不得改叫押金扣下不退',
      en: 'The balance is the consumer’s money; calling it a deposit does not let the shop keep it.',
    },
    instead: {
      zh: '押金单独收取并写明金额，归还物品时全额退回；余额不充作押金。',
      en: 'A deposit is taken separately and returned in full; the balance is no deposit.',
    },
  },
  forced_top_up: {
    name: { zh: '逼着续充', en: 'Top-up forced' },
    articles: [nine(7), at(INTERPRETATION, 24, 1), at(CONSUMER_LAW, 9)],
    why: {
      zh: '不得以再次充值、补缴为条件才让消费者使用卡内已有的余额',
      en: 'The use of money already paid must not hang on paying more.',
    },
    instead: {
      zh: '余额随时可用；不足一次的，可以用现金补差，也可以退。',
      en: 'The balance can be used at any time; what is missing may be paid, or the rest refunded.',
    },
  },
  no_transfer: {
    name: { zh: '不得转让', en: 'No transfer' },
    articles: [nine(2), at(INTERPRETATION, 11, 1)],
    why: {
      zh: '不得不合理地限制消费者转让',
      en: 'Transfers must not be restricted without reason; one takes effect when the shop is told.',
    },
    instead: {
      zh: '可以转让，通知本店时生效，我们办理更名。',
      en: 'The card may be transferred; it takes effect when we are told, and we change the name.',
    },
  },
  transfer_fee: {
    name: { zh: '转让收费', en: 'A fee on transfers' },
    articles: [nine(2), nine(7)],
    why: {
      zh: '转让通知到达即生效，收转让费是不合理的限制',
      en: 'A transfer takes effect by notice; a fee on it is an unreasonable restriction.',
    },
    instead: { zh: '转让、更名不收费。', en: 'Transfers and changes of name are free.' },
  },
  lost_not_reissued: {
    name: { zh: '遗失不补', en: 'Lost cards not replaced' },
    articles: [nine(3), at(INTERPRETATION, 24, 2)],
    why: {
      zh: '记名卡遗失，商家须挂失、补办，余额不受影响',
      en: 'A named card that is lost is blocked and replaced; its balance stays.',
    },
    instead: {
      zh: '卡片遗失可以挂失、补办，余额不变。',
      en: 'A lost card is blocked and replaced; the balance stays.',
    },
  },
  unilateral_change: {
    name: { zh: '单方变更', en: 'Change by the shop alone' },
    articles: [nine(4), at(INTERPRETATION, 12)],
    why: {
      zh: '商家不得单方变更价款、种类、质量、数量等合同内容',
      en: 'Price, kind, quality and quantity cannot be changed by the shop alone.',
    },
    instead: {
      zh: '需要调整的，先征得您同意；不同意的，按原约定履行或者退款。',
      en: 'Changes need your consent; without it the old terms hold or you are refunded.',
    },
  },
  bind_by_notice: {
    name: { zh: '贴出即同意', en: 'Bound by notice or silence' },
    articles: [nine(4), at(CIVIL_CODE, 140, 2), nine(7)],
    why: {
      zh: '贴通知、继续使用或不作声，不等于同意变更合同',
      en: 'A notice on the wall, further use or silence is no consent to other terms.',
    },
    instead: {
      zh: '新规定只对以后购买的会员适用；已经购卡的，经您确认后才适用。',
      en: 'New terms hold for later buyers; for you only once you have agreed.',
    },
  },
  handed_to_others: {
    name: { zh: '义务转给别人', en: 'Handed to somebody else' },
    articles: [at(INTERPRETATION, 13, 1, 2), nine(7)],
    why: {
      zh: '未经消费者同意，商家不得把合同义务转给第三人；消费者可以解除合同',
      en: 'Without the consumer’s consent the shop’s duties pass to nobody; the consumer may leave.',
    },
    instead: {
      zh: '由别的商家接手的，须经您书面同意；不同意的，余额退还。',
      en: 'Another shop takes over only with your consent; otherwise the balance is returned.',
    },
  },
  moves: {
    name: { zh: '搬迁不退', en: 'Moving is no reason' },
    articles: [at(INTERPRETATION, 13, 1, 1), nine(1)],
    why: {
      zh: '变更经营场所给消费者造成明显不便的，消费者可以解除合同并要求退款',
      en: 'A move that makes the visit clearly inconvenient lets the consumer end the contract.',
    },
    instead: {
      zh: '搬迁提前三十日通知您；您可以到新店使用，也可以退还余额。',
      en: 'We tell you 30 days before a move; you may come along or be refunded.',
    },
  },
  clock_runs: {
    name: { zh: '停业照算期限', en: 'The term runs while closed' },
    articles: [at(INTERPRETATION, 22, 2), nine(7)],
    why: {
      zh: '商家停止服务的日子不得算进消费者的期限',
      en: 'Days on which the shop gives no service do not run against the consumer.',
    },
    instead: {
      zh: '闭馆、装修、停课的天数相应顺延。',
      en: 'Days of closure are added to the end of the term.',
    },
  },
  management_fee: {
    name: { zh: '扣管理费', en: 'Fees eat the balance' },
    articles: [nine(7), at(INTERPRETATION, 15, 1)],
    why: {
      zh: '不得以年费、管理费、闲置费等名目扣走卡内余额',
      en: 'A balance must not be eaten by yearly, management or idleness fees.',
    },
    instead: {
      zh: '不收管理费，余额不因时间减少。',
      en: 'There are no such fees; time takes nothing.',
    },
  },
  records_decide: {
    name: { zh: '记录以店家为准', en: 'The shop’s records decide' },
    articles: [at(INTERPRETATION, 25), nine(7)],
    why: {
      zh: '消费者可以查询和核对记录；商家拿不出记录的，可以按消费者的主张认定',
      en: 'Records may be seen and disputed; where the shop withholds them the consumer is believed.',
    },
    instead: {
      zh: '每次扣次即时通知，以双方确认的记录为准，您可以随时查询。',
      en: 'You are told of each use; what both confirmed counts, and you can always look it up.',
    },
  },
  exclusion_of_liability: {
    name: { zh: '免除责任', en: 'Liability excluded' },
    articles: [nine(5), at(CIVIL_CODE, 506)],
    why: {
      zh: '不得免除商家对瑕疵和损害的责任',
      en: 'Liability for defects and for harm cannot be excluded or shifted to the consumer.',
    },
    instead: {
      zh: '因本店的商品、服务、设施造成损害的，本店依法赔偿。',
      en: 'Harm by our goods, services or premises is compensated by law.',
    },
  },
  costly_dispute: {
    name: { zh: '维权设障碍', en: 'Redress made costly' },
    articles: [nine(6)],
    why: {
      zh: '争议解决办法不得增加消费者维权成本，不得限制投诉和起诉',
      en: 'Disputes must not be made costlier, and complaints or suits not be barred.',
    },
    instead: {
      zh: '有争议可以协商、投诉、调解，也可以向有管辖权的人民法院起诉。',
      en: 'You may negotiate, complain, ask for mediation or sue in any competent court.',
    },
  },
  final_say: {
    name: { zh: '最终解释权', en: 'The last word' },
    articles: [nine(7), at(INTERPRETATION, 8)],
    why: {
      zh: '“最终解释权归商家”无效；有歧义的，作有利于消费者的解释',
      en: 'The shop has no last word: what can be read in two ways is read for the consumer.',
    },
    instead: {
      zh: '条款有两种以上解释的，作有利于消费者的解释。',
      en: 'What can be read in two ways is read in the consumer’s favour.',
    },
  },
  no_invoice: {
    name: { zh: '不开发票', en: 'No invoice' },
    articles: [at(CONSUMER_LAW, 22), nine(7)],
    why: {
      zh: '消费者索要发票的，商家必须出具，不得拒绝或另加费用',
      en: 'An invoice is due when asked for; it is not refused and costs nothing more.',
    },
    instead: { zh: '提供发票，不另收费。', en: 'Invoices are given without a charge.' },
  },
  portrait: {
    name: { zh: '使用肖像', en: 'Use of your likeness' },
    articles: [at(CIVIL_CODE, 1019, 1), nine(7)],
    why: {
      zh: '使用肖像须经本人单独同意，不得以格式条款一揽子取得',
      en: 'A likeness is used with the person’s own consent, not by a clause in the terms.',
    },
    instead: {
      zh: '使用您的照片前另行征得您同意，您可以随时撤回。',
      en: 'We ask you before we use a picture of you, and you may withdraw at any time.',
    },
  },
  waive_rights: {
    name: { zh: '放弃权利', en: 'Rights waived' },
    articles: [nine(7), at(CONSUMER_LAW, 26, 2)],
    why: {
      zh: '不得让消费者预先放弃索赔、抗辩、提出异议等权利',
      en: 'Claims, defences and objections cannot be waived in advance.',
    },
    instead: {
      zh: '对服务有异议的，可以随时提出，我们依法处理。',
      en: 'Objections may be raised at any time and are dealt with by law.',
    },
  },
  personal_data: {
    name: { zh: '个人信息', en: 'Personal data given away' },
    articles: [at(CONSUMER_LAW, 29), nine(7)],
    why: {
      zh: '未经本人单独同意，不得把个人信息给别人，也不得强发推销信息',
      en: 'Personal data go to nobody without consent, and advertising can be refused.',
    },
    instead: {
      zh: '个人信息只用于办卡和通知，不提供给第三方。',
      en: 'Personal data serve the card and its notices only.',
    },
  },
  heavy_penalty: {
    name: { zh: '过重的罚则', en: 'Heavy penalty' },
    articles: [nine(7), at(CIVIL_CODE, 497, null, 2)],
    why: {
      zh: '不得用罚款、加倍扣除、没收余额等加重消费者责任',
      en: 'Fines, multiple charges and seized balances weigh too heavily on the consumer.',
    },
    instead: {
      zh: '爽约的，最多按预约的一半结清；损坏物品的，按实际损失赔偿。',
      en: 'A missed booking costs at most half of it; damage is paid for as it was.',
    },
  },
  other_unfair: {
    name: { zh: '其他不公平', en: 'Otherwise unfair' },
    articles: [nine(7)],
    why: {
      zh: '对消费者不公平、不合理，加重消费者责任或限制其权利',
      en: 'Unfair to the consumer: adds to their duties or takes from their rights.',
    },
    instead: {
      zh: '由双方协商确定，协商不成的依法处理。',
      en: 'Settled between both, and by law where they do not agree.',
    },
  },
} as const satisfies Record<string, Kind>
export type KindId = keyof typeof KINDS

/** 法释〔2025〕4号第九条第一项. */
export function citation({ law, article, paragraph, item }: Article): string {
  const of = `${law}第${inChinese(article)}条`
  return `${of}${paragraph === null ? '' : `第${inChinese(paragraph)}款`}${item === null ? '' : `第${inChinese(item)}项`}`
}

function inChinese(no: number): string {
  const digit = (value: number): string => '零一二三四五六七八九'.charAt(value)
  if (no >= 1_000) return `一千零${inChinese(no % 1_000)}`
  const [hundreds, tens, ones] = [Math.floor(no / 100), Math.floor(no / 10) % 10, no % 10]
  const head = hundreds === 0 ? '' : `${digit(hundreds)}百${tens === 0 && ones > 0 ? '零' : ''}`
  const ten = tens === 0 ? '' : `${tens === 1 && hundreds === 0 ? '' : digit(tens)}十`
  return `${head}${ten}${ones === 0 ? '' : digit(ones)}`
}
