import { declare } from '../kernel/declare'

/** What its events say. */
const dispute = {
  dispute_id: 'dsp',
  card_id: 'crd?',
  lot_id: 'lot?',
  status: 'text',
  amount_fen: 'fen',
  held_fen: 'fen',
  reserved_fen: 'fen',
  respond_by: 'instant?',
  unused_fen: 'fen',
  claim_fen: 'fen',
} as const

export const room = declare({
  name: 'disputes',
  about:
    'a payer takes a payment back at the provider: what stands still meanwhile, and who bears a loss',
  tables: ['disputes', 'dispute_recoveries'],
  prefixes: {
    dsp: 'dispute: a payer takes a payment back at the provider',
    rcv: 'recovery for a lost dispute: one movement from custody to the provider',
  },
  refusals: {
    dispute_not_found: {
      status: 404,
      message: '没有找到这笔付款争议',
      message_en: 'There is no such payment dispute',
      frozen: true,
    },
    dispute_changed_meanwhile: {
      status: 409,
      message: '这笔付款争议刚刚有变动，请查询后再试',
      message_en: 'This payment dispute has just changed; look again, then try',
    },
    disputes_are_kept: {
      status: 409,
      message: '没有改动。付款争议的记录不能删除',
      message_en: 'Nothing was changed. Records of payment disputes are kept',
    },
    dispute_is_over: {
      status: 409,
      message: '没有送出。这笔付款争议已经有结果',
      message_en: 'Not sent. This payment dispute is decided',
      frozen: true,
    },
    dispute_has_no_evidence: {
      status: 409,
      message: '没有送出。还没有人整理这笔付款争议的材料',
      message_en: 'Not sent. Nobody has put the evidence together yet',
      frozen: true,
    },
    dispute_evidence_sent: {
      status: 409,
      message: '没有送出。材料已经交给支付机构，只能交一次',
      message_en: 'Not sent. The provider has the evidence; it is taken once',
      frozen: true,
    },
    dispute_evidence_unclear: {
      status: 409,
      message: '支付机构没有回音，不知道材料收到没有；用同一个请求重试是安全的',
      message_en:
        'The provider does not answer and may have the evidence or not; the same request may be sent again',
    },
  },
  events: {
    'dispute.opened': {
      zh: '付款人向支付机构撤回一笔付款，相应的钱已另放，等结果',
      en: 'A payer takes a payment back; the money is set aside meanwhile',
      data: dispute,
    },
    'dispute.updated': {
      zh: '一笔撤回的付款有新的进展',
      en: 'There is news of a payment dispute',
      data: dispute,
    },
    'dispute.won': {
      zh: '一笔撤回的付款已判归我方，一切照旧',
      en: 'A payment dispute is won; all is as before',
      data: dispute,
    },
    'dispute.lost': {
      zh: '一笔撤回的付款已判归付款人，这笔付款的合同结束',
      en: 'A payment dispute is lost; the contract of that payment ends',
      data: dispute,
    },
  },
  jobs: {
    findDisputes: {
      turn: 270,
      when: 'often',
      what: '向支付机构查问有没有漏报的付款争议',
      what_en: 'Asks the provider for disputes that were not reported',
    },
    reviewDisputes: {
      turn: 280,
      when: 'often',
      what: '没有结果的付款争议，问支付机构到有结果为止',
      what_en: 'Asks about open disputes until there is a result',
    },
    collectClaims: {
      turn: 290,
      when: 'often',
      what: '争议败诉后店家该还的，从它的进账里扣，旧的在前',
      what_en: 'Takes what a shop owes from a lost dispute off its income, oldest first',
    },
    fundDisputes: {
      turn: 300,
      when: 'often',
      what: '争议败诉占用了支付机构的钱，从专户还给它',
      what_en: 'Pays back from custody what lost disputes took from the provider',
    },
  },
})
