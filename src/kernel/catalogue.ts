import { BANK_CODES } from './codes/bank'
import { BOOK_CODES } from './codes/books'
import { CARE_CODES } from './codes/care'
import { CHANGE_CODES } from './codes/changes'
import { CITY_CODES } from './codes/city'
import { CORRECTION_CODES } from './codes/corrections'
import { CUSTODY_CODES } from './codes/custody'
import { DISPUTE_CODES } from './codes/disputes'
import { END_CODES } from './codes/ends'
import { EXPORT_CODES } from './codes/exports'
import { HOLD_CODES } from './codes/holds'
import { INSTRUCTION_CODES } from './codes/instructions'
import { NOTIFY_CODES } from './codes/notify'
import { PACK_CODES } from './codes/packs'
import { PAYOUT_CODES } from './codes/payouts'
import { PROOF_CODES } from './codes/proofs'
import { REFUND_CODES } from './codes/refunds'
import { TERM_CODES } from './codes/terms'
import { TIP_CODES } from './codes/tips'

/**
 * Every way the service says no. `status` follows docs/REFUSALS.md; `message` says first what happened to
 * the money. Order is precedence: within one decision the first refusal that applies wins.
 * `frozen`: a decided refusal that is the answer to its Idempotency-Key for ever.
 */
export const CATALOGUE = {
  // — the request itself; nothing was decided —
  misconfigured: { status: 503, message: '服务尚未配置好' },
  city_being_told: {
    status: 503,
    message: '示范城市的故事还在讲，讲完就能办事；这一步没有办，一分钱不动',
  },
  not_found: { status: 404, message: '没有找到' },
  method_not_allowed: { status: 405, message: '这个地址不支持这种操作' },
  body_too_large: { status: 413, message: '请求内容过大' },
  media_type_unsupported: { status: 415, message: '请求须为 application/json' },
  json_malformed: { status: 400, message: '请求内容不是有效的 JSON' },
  idempotency_key_missing: { status: 400, message: '写操作需要 Idempotency-Key' },
  idempotency_key_invalid: {
    status: 400,
    message: 'Idempotency-Key 须为 1 至 255 个可见 ASCII 字符',
  },
  not_signed_in: { status: 401, message: '请先登录' },
  session_expired: { status: 401, message: '登录已过期，请重新登录' },
  role_not_allowed: { status: 403, message: '您的身份不能办这件事' },
  cross_site_request: { status: 403, message: '请求来自别的网站' },
  request_invalid: { status: 422, message: '请求内容不符合要求' },
  cursor_invalid: { status: 422, message: '翻页标记无效' },
  idempotency_key_reused: {
    status: 422,
    message: '同一个 Idempotency-Key 用于了不同的请求，没有扣钱',
  },
  request_in_flight: { status: 409, message: '同一个请求正在处理，请稍后查询，别重复付款' },
  request_already_answered: { status: 409, message: '请求已处理' },
  storage_busy: { status: 503, message: '服务正忙，请稍后再试；用同一个请求重试是安全的' },
  storage_full: {
    status: 503,
    message: '存储已满，服务暂时不能办理；腾出地方后用同一个请求重试是安全的',
  },
  internal_error: { status: 500, message: '服务出错了；这一步没有完成，用同一个请求重试是安全的' },

  // — sign-in —
  code_sent_too_often: { status: 429, message: '验证码发送太频繁，请稍后再试' },
  sms_not_sent: { status: 503, message: '短信没有发出去，请稍后用同一个请求再试' },
  code_wrong: { status: 422, message: '验证码不对或已过期', frozen: true },
  person_not_found: { status: 404, message: '没有找到这个人', frozen: true },
  phone_taken: { status: 409, message: '这个手机号已经登记过', frozen: true },
  last_owner_must_stay: { status: 409, message: '一家店至少要留一位店主', frozen: true },
  last_operator_must_stay: { status: 409, message: '至少要留一位平台操作员', frozen: true },
  bootstrap_token_wrong: { status: 403, message: '开通口令不对或已过期' },
  operator_exists: { status: 409, message: '已经有平台操作员了', frozen: true },
  pin_too_simple: {
    status: 422,
    message: '支付密码太简单：别用相同、连续或重复的数字，也别用手机号里的数字',
    frozen: true,
  },
  pin_wrong: { status: 422, message: '支付密码不对', frozen: true },
  pin_locked: { status: 429, message: '支付密码输错太多次，请稍后再试' },
  pin_not_set: { status: 409, message: '请先设置支付密码', frozen: true },

  // — merchants —
  merchant_not_found: { status: 404, message: '没有找到这家店', frozen: true },
  merchant_not_admitted: {
    status: 409,
    message: '这家店还没有接入预付保，请先别充值',
    frozen: true,
  },
  merchant_already_admitted: { status: 409, message: '这家店已经接入', frozen: true },
  licence_no_taken: { status: 409, message: '这张执照已经登记过', frozen: true },
  licence_not_valid: { status: 422, message: '执照已过期或即将过期，不能接入', frozen: true },
  lease_ended: { status: 422, message: '店铺的租约已到期，不能接入', frozen: true },
  settlement_account_not_verified: { status: 422, message: '结算账户与执照户名不符', frozen: true },
  sales_on_hold: { status: 409, message: '这家店已暂停充值', frozen: true },
  sales_not_on_hold: { status: 409, message: '这家店没有暂停充值', frozen: true },
  shop_code_unknown: {
    status: 404,
    message: '请先别付款：这个店铺码不是预付保的，可以拨打 12345 核实',
    frozen: true,
  },
  level_proposal_not_waiting: {
    status: 409,
    message: '没有改等级。这次升级已有结果，或等级刚刚变了，请看过新的再办',
    frozen: true,
  },
  level_needs_another_person: {
    status: 403,
    message: '没有改等级。升级须由另一个人复核，同一个手机号也不行',
    frozen: true,
  },
  level_not_while_held: {
    status: 409,
    message: '没有改等级。这家店正暂停充值或出款，不能升级',
    frozen: true,
  },
  merchant_changed_meanwhile: { status: 409, message: '店铺资料刚刚有变动，请重试' },

  // — offers and contracts —
  offer_not_found: { status: 404, message: '没有找到这个套餐', frozen: true },
  offer_withdrawn: { status: 409, message: '这个套餐已下架', frozen: true },
  item_not_found: { status: 404, message: '没有找到这个项目', frozen: true },
  item_name_taken: { status: 409, message: '价目表上已有同名项目，请先下架旧的', frozen: true },
  price_list_full: { status: 409, message: '价目表已满，请先下架不用的项目', frozen: true },
  item_withdrawn: { status: 409, message: '这个项目已下架', frozen: true },
  clause_void: { status: 422, message: '条款无效：依法不得写入合同', frozen: true },
  offer_exceeds_card_cap: { status: 422, message: '超过单张卡的法定限额', frozen: true },
  offer_exceeds_unit_cap: { status: 422, message: '超过次数、课时或天数的法定限额', frozen: true },
  offer_exceeds_term_cap: { status: 422, message: '超过期限的法定限额', frozen: true },
  offer_outlives_lease: { status: 422, message: '卡的期限不得长于店铺的租约', frozen: true },
  offer_outlives_licence: { status: 422, message: '卡的期限不得长于店铺的许可', frozen: true },
  offer_expiry_not_allowed: { status: 422, message: '储值余额不得设置失效期', frozen: true },
  offer_terms_inconsistent: { status: 422, message: '套餐内容前后不一致', frozen: true },
  holder_exceeds_total_cap: {
    status: 409,
    message: '没有扣钱。您在这家店的预付总额将超过限额',
    frozen: true,
  },
  merchant_exceeds_balance_cap: {
    status: 409,
    message: '没有扣钱。这家店的预收款总额将超过限额',
    frozen: true,
  },

  // — purchases and payments —
  purchase_not_found: { status: 404, message: '没有找到这笔购卡', frozen: true },
  contract_not_accepted: {
    status: 422,
    message: '没有扣钱。合同已更新，请重新阅读后再付款',
    frozen: true,
  },
  purchase_already_paid: { status: 409, message: '这笔购卡已经付过款，没有再次扣钱', frozen: true },
  purchase_expired: { status: 409, message: '没有扣钱。这笔购卡已超时，请重新下单', frozen: true },
  purchase_changed_meanwhile: { status: 409, message: '这笔购卡刚刚有变动，请查询后再试' },
  payment_declined: { status: 409, message: '没有扣钱。付款未成功，请换一种方式', frozen: true },
  payment_unclear: { status: 409, message: '付款结果还不清楚，请稍后查询，别重复付款' },
  signature_invalid: { status: 400, message: '签名无效' },
  event_already_recorded: { status: 409, message: '这个事件已经记录过' },

  // — cards and redemptions —
  card_not_found: { status: 404, message: '没有找到这张卡', frozen: true },
  card_frozen: { status: 409, message: '这张卡已冻结', frozen: true },
  card_closed: { status: 409, message: '这张卡已关闭', frozen: true },
  card_changed_meanwhile: { status: 409, message: '这张卡刚刚有变动，请重试' },
  terminal_suspended: {
    status: 429,
    message: '没有扣钱。本店试错太多次，请稍后再试',
  },
  code_locked: {
    status: 429,
    message: '没有扣钱。这张卡的消费码试错太多次，请 15 分钟后再试',
  },
  code_key_missing: { status: 409, message: '请先领取这张卡的消费码', frozen: true },
  code_invalid: {
    status: 422,
    message: '没有扣钱。消费码不对或已过期，请顾客刷新后再试',
    frozen: true,
  },
  code_used: {
    status: 409,
    message: '没有扣钱。这个消费码已经用过，请顾客刷新后再试',
    frozen: true,
  },
  redemption_unit_mismatch: { status: 422, message: '没有扣钱。这张卡不是这种用法', frozen: true },
  redemption_exceeds_balance: { status: 409, message: '没有扣钱。卡内余额不足', frozen: true },
  same_amount_just_redeemed: {
    status: 409,
    message: '没有再次扣钱。一分钟内刚扣过同样的金额，确实要再扣一次请确认',
    frozen: true,
  },
  redemption_not_found: { status: 404, message: '没有找到这笔核销', frozen: true },
  redemption_not_confirmable: {
    status: 409,
    message: '没有扣钱。这笔核销已不在等待确认',
    frozen: true,
  },
  redemption_not_cancelable: { status: 409, message: '这笔核销已完成，不能取消', frozen: true },
  redemption_confirmation_expired: {
    status: 409,
    message: '没有扣钱。确认超时，请重新扫码',
    frozen: true,
  },
  redemption_changed_meanwhile: { status: 409, message: '这笔核销刚刚有变动，请查询后再试' },
  out_no_taken: { status: 409, message: '没有再次扣钱。这个店内单号已经用过', frozen: true },

  // — a room's own codes stand in codes/<room>.ts —
  ...INSTRUCTION_CODES,
  ...TERM_CODES,
  ...TIP_CODES,
  ...CARE_CODES,
  ...HOLD_CODES,
  ...CORRECTION_CODES,
  ...CUSTODY_CODES,
  ...DISPUTE_CODES,
  ...PAYOUT_CODES,
  ...REFUND_CODES,
  ...END_CODES,
  ...CHANGE_CODES,
  ...CITY_CODES,
  ...PROOF_CODES,
  ...BANK_CODES,
  ...EXPORT_CODES,
  ...PACK_CODES,
  ...BOOK_CODES,
  ...NOTIFY_CODES,

  // — the ledger's own guards —
  account_must_not_go_below_floor: { status: 409, message: '账户余额不足' },
  account_not_found: { status: 409, message: '账户不存在' },
  clock_moves_forward_only: { status: 422, message: '时钟只能向前走', frozen: true },
} as const satisfies Record<string, { status: number; message: string; frozen?: true }>
