import { declare } from '../kernel/declare'

export const room = declare({
  name: 'remittances',
  about: "a refund's money on its way",
  refusals: {
    refund_needs_no_account: {
      status: 409,
      message: '没有动钱。这笔退款原路退回，不需要收款账户',
      message_en: 'No money moved. This refund goes back the way it came; it needs no account',
      frozen: true,
    },
    refund_account_not_verified: {
      status: 422,
      message: '没有退出，也没有给店家。银行核对不上这个户名和账号，请检查',
      message_en:
        'Not paid out, and not to the shop. The bank does not know this name and number; check them',
      frozen: true,
    },
    refund_account_of_another_phone: {
      status: 422,
      message:
        '没有付出，仍在退款中。这个账户在银行留的手机号不是您登录的手机号，请换一个您自己的账户',
      message_en:
        'Not paid, still being refunded. The account’s phone number at the bank is not yours; give one of your own',
      frozen: true,
    },
    refund_account_closed: {
      status: 422,
      message: '没有付出，仍在退款中。这个账户已销户或不能收款，请换一个您自己的账户',
      message_en:
        'Not paid, still being refunded. This account is closed or takes no money; give another of your own',
      frozen: true,
    },
  },
  jobs: {
    sendRefunds: {
      turn: 260,
      when: 'often',
      what: '把退款交给支付机构或银行，问到到账为止；一笔只退一次',
      what_en: 'Gives refunds to the provider or the bank and asks until they arrive; each once',
    },
  },
  stakes: { giveRefundAccount: 'move' },
})
