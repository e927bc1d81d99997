import { declare } from '../kernel/declare'

export const room = declare({
  name: 'people',
  about: 'who works for a shop, a bank, an authority, and comes there by two persons',
  refusals: {
    last_owner_must_stay: {
      status: 409,
      message: '一家店至少要留一位店主',
      message_en: 'A shop keeps one owner at least',
      frozen: true,
    },
    last_operator_must_stay: {
      status: 409,
      message: '至少要留一位平台操作员',
      message_en: 'The platform keeps one operator at least',
      frozen: true,
    },
    bootstrap_token_wrong: {
      status: 403,
      message: '开通口令不对或已过期',
      message_en: 'The opening token is wrong or has expired',
    },
    operator_exists: {
      status: 409,
      message: '已经有平台操作员了',
      message_en: 'There is an operator already',
      frozen: true,
    },
    duty_not_of_office: {
      status: 422,
      message: '这一方没有这种岗位',
      message_en: 'This office has no such duty',
      frozen: true,
    },
    duty_only_narrows: {
      status: 409,
      message: '能办的事只能改窄；要放宽，请停用后重新登记，由另一个人同意',
      message_en:
        'A duty can only be narrowed; to widen it, disable and register anew with another person’s word',
      frozen: true,
    },
    nomination_not_waiting: {
      status: 409,
      message: '这次登记已有结果，或已经生效；生效后要停用',
      message_en: 'This nomination is decided or in force; one in force can be disabled',
      frozen: true,
    },
    checker_must_not_be_maker: {
      status: 403,
      message: '提议的人不能自己复核，请另一位同事来',
      message_en: 'Who proposed cannot check; ask a colleague',
      frozen: true,
    },
  },
})
