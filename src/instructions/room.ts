import { declare } from '../kernel/declare'

export const room = declare({
  name: 'instructions',
  about:
    "what the bank or a provider is told, once: asked about first, aged, somebody's to look at",
  tables: ['instructions'],
  refusals: {
    instruction_not_found: {
      status: 404,
      message: '没有找到这条指令',
      message_en: 'There is no such instruction',
      frozen: true,
    },
    instruction_not_open: {
      status: 409,
      message: '这条指令已经有结果，不用再问',
      message_en: 'This instruction has its result; no need to ask again',
      frozen: true,
    },
    instruction_changed_meanwhile: {
      status: 409,
      message: '这条指令刚刚有变动，请查询后再试',
      message_en: 'This instruction has just changed; look again, then try',
    },
  },
  events: {
    'instruction.overdue': {
      zh: '告诉银行或支付机构的一条指令过了时限还没有结果，要人来核对',
      en: 'An instruction to bank or provider is overdue',
      data: {
        instruction_id: 'text',
        kind: [
          'payout',
          'bank_refund',
          'original_refund',
          'payment_return',
          'deposit',
          'settlement',
          'fee',
          'making_good',
          'taking_back',
          'dispute_made_good',
        ],
        amount_fen: 'fen',
        state: ['told', 'unclear', 'accepted', 'done', 'refused'],
        owner: ['bank', 'operator'],
        told_at: 'instant',
      },
    },
  },
  jobs: {
    escalateInstructions: {
      turn: 160,
      when: 'often',
      what: '过了时限还没有回音的指令，交银行或平台的人核对',
      what_en: 'Hands overdue instructions to people of the bank or the operator',
    },
  },
})
