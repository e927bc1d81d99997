import { declare } from '../kernel/declare'

export const room = declare({
  name: 'unions',
  about: 'two accounts of one person made one: both proved, or a day waited',
  tables: ['account_unions'],
  prefixes: { aun: 'union of two accounts of one person' },
  refusals: {
    union_not_found: {
      status: 404,
      message: '没有找到这次合并',
      message_en: 'There is no such joining of accounts',
      frozen: true,
    },
    union_link_invalid: {
      status: 404,
      message: '这个链接不对，没有改动任何东西',
      message_en: 'This link is wrong; nothing was changed',
      frozen: true,
    },
    union_nobody_there: {
      status: 409,
      message: '没有合并。那个号码没有账户，不用合并；换号码请用“换手机号”',
      message_en:
        'Not joined. That number has no account; to change numbers use “change phone number”',
      frozen: true,
    },
    union_with_oneself: {
      status: 422,
      message: '没有合并。这就是现在这个账户',
      message_en: 'Not joined. That is this account',
      frozen: true,
    },
    union_not_proved: {
      status: 403,
      message: '没有合并。马上合并要两个账户都证明：那个账户的验证码，和它的支付密码或通行密钥',
      message_en:
        'Not joined. To join at once both accounts must be proved: the other’s code, and its PIN or passkey',
    },
    union_already_open: {
      status: 409,
      message: '没有合并。已经有一次合并在等，先取消或办完它',
      message_en: 'Not joined. One waits already; cancel or finish it first',
      frozen: true,
    },
    unions_too_often: {
      status: 409,
      message: '没有合并。三十天里申请得太多了；请到服务点当面办理',
      message_en: 'Not joined. Too many in thirty days; please come to a service point in person',
      frozen: true,
    },
    union_while_frozen: {
      status: 409,
      message: '没有合并。有卡挂失着，先用支付密码解除再合并；不是您本人挂失的请到服务点',
      message_en:
        'Not joined. A card is frozen: unfreeze it by PIN first; if it was not you, come to a service point',
      frozen: true,
    },
    union_while_recovering: {
      status: 409,
      message: '没有合并。有一个账户正在找回，等办完或取消了再合并',
      message_en: 'Not joined. One of the accounts is being recovered; finish or cancel that first',
      frozen: true,
    },
    union_while_transferring: {
      status: 409,
      message: '没有合并。那个账户有卡的转让还没有结果，先办完或撤回',
      message_en:
        'Not joined. A card of that account is being transferred; finish or withdraw that first',
      frozen: true,
    },
    union_of_too_many: {
      status: 409,
      message: '没有合并。那个账户的卡太多，请到服务点当面办理',
      message_en: 'Not joined. That account has too many cards; please come to a service point',
      frozen: true,
    },
    union_still_cooling: {
      status: 409,
      message: '还没有等满 24 小时',
      message_en: 'The 24 hours are not over',
      later: true,
    },
    union_not_open: {
      status: 409,
      message: '这次合并已经结束，要合并请重新申请',
      message_en: 'This has ended; ask again to join them',
      frozen: true,
    },
    union_on_other_device: {
      status: 409,
      message: '请在申请的那台设备上接着办',
      message_en: 'Go on with the device on which you asked',
      frozen: true,
    },
    union_changed_meanwhile: {
      status: 409,
      message: '没有合并。账户刚刚有变动，请重试',
      message_en: 'Not joined. The account has just changed; try again',
    },
  },
  events: {
    'account_union.started': {
      zh: '有人申请合并两个账户，24 小时后可办',
      en: 'Somebody asked to join two accounts; it may be done in a day',
      data: { union_id: 'aun', ripe_at: 'instant' },
    },
    'account_union.cancelled': {
      zh: '账户合并被取消',
      en: 'A union of accounts was cancelled',
      data: { union_id: 'aun' },
    },
    'account_union.done': {
      zh: '两个账户已合成一个',
      en: 'Two accounts were joined',
      data: { union_id: 'aun' },
    },
    'account_union.companion_told': {
      zh: '陪护的家人正在合并账户',
      en: 'A companion was told that the holder’s accounts are being joined',
      data: { union_id: 'aun' },
    },
  },
})
