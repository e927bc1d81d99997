import { declare } from './declare'

export const room = declare({
  name: 'kernel',
  about: 'money, time, ids, places, the refusal catalogue, the canonical form; pure',
  refusals: {
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
    passkey_needed: {
      status: 403,
      message: '短信验证码只够用来设置通行密钥；请先设置，或用通行密钥登录',
    },
    step_up_needed: {
      status: 403,
      message: '这一步要先证明是您本人：请输入支付密码，或用通行密钥；这一步没有办，一分钱不动',
    },
    cross_site_request: { status: 403, message: '请求来自别的网站' },
    request_invalid: { status: 422, message: '请求内容不符合要求' },
    cursor_invalid: { status: 400, message: '翻页标记无效' },
    idempotency_key_reused: {
      status: 422,
      message: '同一个 Idempotency-Key 用于了不同的请求，没有扣钱',
      open: true,
    },
    request_in_flight: {
      status: 409,
      message: '同一个请求正在处理，请稍后查询，别重复付款',
      open: true,
      later: true,
    },
    request_already_answered: { status: 409, message: '请求已处理', open: true },
    internal_error: {
      status: 500,
      message: '服务出错了；这一步没有完成，用同一个请求重试是安全的',
      open: true,
    },
  },
})
