import { declare } from '../kernel/declare'

export const room = declare({
  name: 'mandates',
  about:
    'who comes in the place of somebody who died, cannot act or is a child: heirs get the cards, guardians look after them',
  tables: ['mandates', 'mandate_heirs', 'mandate_papers', 'mandate_checks'],
  views: {
    bound_accounts:
      'an account whose person died, inherits or looks after somebody is joined to no other',
    live_guardians: 'whoever looks after somebody sees their cards, objects and asks for refunds',
  },
  prefixes: {
    mdt: 'mandate of heirs or a guardian',
    mdp: 'paper of a mandate',
  },
  refusals: {
    mandate_not_found: {
      status: 404,
      message: '没有找到这件继承或监护的申请',
      message_en: 'There is no such request of an heir or guardian',
      frozen: true,
    },
    mandate_link_invalid: {
      status: 404,
      message: '这个链接不对，没有改动任何东西',
      message_en: 'This link is wrong; nothing was changed',
      frozen: true,
    },
    mandate_for_oneself: {
      status: 422,
      message: '没有登记。这是您自己的号码；继承和监护说的是另一个人的账户',
      message_en: 'Not taken. This is your own number; it is about somebody else’s account',
      frozen: true,
    },
    mandate_of_an_adult: {
      status: 422,
      message: '没有登记。这个人已满十八岁；成年人要有法院的认定，请选“没有行为能力”',
      message_en: 'Not taken. They are of age; for an adult there must be a court’s ruling',
      frozen: true,
    },
    mandate_day_wrong: {
      status: 422,
      message: '没有登记。日期在今天以后，或者太早，请再看一次',
      message_en: 'Not taken. The day lies ahead, or too far back; look again',
      frozen: true,
    },
    mandate_shares_wrong: {
      status: 422,
      message: '没有登记。各人的份额加起来要正好是全部，每人一个号码',
      message_en: 'Not taken. The shares must make the whole, with one number for each person',
      frozen: true,
    },
    mandates_too_often: {
      status: 409,
      message: '没有登记。三十天里申请得太多了；请到服务点当面办理',
      message_en: 'Not taken. Too many in thirty days; please come to a service point',
      frozen: true,
    },
    mandate_not_open: {
      status: 409,
      message: '没有改动。这件申请已不在这一步',
      message_en: 'Nothing changed. This request is past that step',
      frozen: true,
    },
    mandate_paper_unreadable: {
      status: 422,
      message: '没有收下。要 JPG、PNG 照片或 PDF，至多 400 KB，不能带脚本和附件',
      message_en:
        'Not taken. It must be a JPG or PNG picture or a PDF, 400 KB at most, without scripts or attachments',
      frozen: true,
    },
    mandate_papers_too_many: {
      status: 409,
      message: '没有收下。至多 10 份材料',
      message_en: 'Not taken. Ten papers at most',
      frozen: true,
    },
    mandate_papers_missing: {
      status: 409,
      message: '没有提交。还缺材料，见 missing',
      message_en: 'Not filed. Papers are missing; see `missing`',
    },
    mandate_still_waiting: {
      status: 409,
      message: '没有同意。告知本人的等候期还没有过',
      message_en: 'Not agreed. The time in which the person may object is not over',
      later: true,
    },
    mandate_account_gone: {
      status: 409,
      message: '没有同意。这个号码名下没有账户，或者账户换了号码、合并、注销了：只能拒绝',
      message_en:
        'Not agreed. No account has this number, or it has changed its number, was joined or erased: it can only be refused',
    },
    mandate_contested: {
      status: 409,
      message: '没有同意。陪护的家人提了异议，要有法院的裁判或公证书',
      message_en: 'Not agreed. A companion objects: it takes a court’s ruling or a notary’s paper',
    },
    mandate_heirs_missing: {
      status: 409,
      message: '没有同意。还有继承人没有用自己的账户确认',
      message_en: 'Not agreed. Not every heir has confirmed from their own account',
    },
    mandate_rival_open: {
      status: 409,
      message: '没有同意。另有人也申请继承这个账户：先处理那一件',
      message_en: 'Not agreed. Somebody else claims this account as well: deal with that first',
    },
    mandate_payment_open: {
      status: 409,
      message: '没有同意。这个账户有一笔付款还在途中，等它有结果',
      message_en: 'Not agreed. A payment of this account is on its way; wait for its outcome',
    },
    mandate_recovery_open: {
      status: 409,
      message: '没有同意。这个账户正在找回或合并，等它办完或取消',
      message_en: 'Not agreed. The account is being recovered or joined; wait for that to end',
    },
    mandate_checked_already: {
      status: 409,
      message: '没有登记。您这个单位已经核对过',
      message_en: 'Not taken. Your office has checked it already',
      frozen: true,
    },
    mandate_needs_three_persons: {
      status: 409,
      message: '没有同意。要两个单位的两个人核对无误，再由第三个人同意，都不能是申请人',
      message_en:
        'Not agreed. Two persons of two offices must have found the papers good, and a third one agrees; none of them the filer',
    },
    mandate_changed_meanwhile: {
      status: 409,
      message: '这件申请刚刚变了，请再看一次',
      message_en: 'This request changed just now; look again',
    },
  },
  events: {
    'mandate.filed': {
      zh: '有人以继承人或监护人的名义申请接手账户，等候期内可以异议',
      en: 'Somebody asks to come in the place of an account’s person, who may object',
      data: { mandate_id: 'mdt', cause: ['death', 'incapacity', 'minority'], ripe_at: 'instant' },
    },
    'mandate.companion_told': {
      zh: '陪护的家人的账户被人申请继承或监护',
      en: 'A companion was told that somebody asks to come in the place of the holder',
      data: { mandate_id: 'mdt', ripe_at: 'instant' },
    },
    'mandate.heir_named': {
      zh: '被列为继承人，要用自己的账户确认',
      en: 'Somebody was named as an heir and is to confirm it from their own account',
      data: { mandate_id: 'mdt' },
    },
    'mandate.answered': {
      zh: '继承或监护的申请有了结果',
      en: 'A request of an heir or guardian has its outcome',
      data: {
        mandate_id: 'mdt',
        state: [
          'objected',
          'withdrawn',
          'refused',
          'lapsed',
          'approved',
          'active',
          'done',
          'ended',
        ],
      },
    },
  },
  jobs: {
    lapseMandates: {
      turn: 127,
      when: 'often',
      what: '结束没人答复的继承和监护申请；孩子满十八岁的监护到期',
      what_en:
        'Ends requests of heirs and guardians that nobody answered, and what ends at eighteen',
    },
  },
})
