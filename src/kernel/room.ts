import { declare } from './declare'

export const room = declare({
  name: 'kernel',
  about: 'money, time, ids, places, the refusal catalogue, the canonical form; pure',
  refusals: {
    misconfigured: {
      status: 503,
      message: '服务尚未配置好',
      message_en: 'The service is not set up yet',
    },
    city_being_told: {
      status: 503,
      message: '示范城市的故事还在讲，讲完就能办事；这一步没有办，一分钱不动',
      message_en: 'The demo city is still being told; nothing was done and no money moved',
    },
    sealed_value_broken: {
      status: 503,
      message: '有一项加密保存的资料打不开，已记下并告诉值班的人；这一步没有办，一分钱不动',
      message_en:
        'Something that is kept sealed does not open; it was noted and somebody is told. Nothing was done, no money moved',
    },
    not_found: { status: 404, message: '没有找到', message_en: 'There is nothing here' },
    method_not_allowed: {
      status: 405,
      message: '这个地址不支持这种操作',
      message_en: 'This address does not do that',
    },
    body_too_large: {
      status: 413,
      message: '请求内容过大',
      message_en: 'The request is too large',
    },
    media_type_unsupported: {
      status: 415,
      message: '请求须为 application/json',
      message_en: 'The request must be application/json',
    },
    json_malformed: {
      status: 400,
      message: '请求内容不是有效的 JSON',
      message_en: 'The request is not valid JSON',
    },
    idempotency_key_missing: {
      status: 400,
      message: '写操作需要 Idempotency-Key',
      message_en: 'A write needs an Idempotency-Key',
    },
    idempotency_key_invalid: {
      status: 400,
      message: 'Idempotency-Key 须为 1 至 255 个可见 ASCII 字符',
      message_en: 'Idempotency-Key must be 1 to 255 visible ASCII characters',
    },
    not_signed_in: { status: 401, message: '请先登录', message_en: 'Please sign in first' },
    session_expired: {
      status: 401,
      message: '登录已过期，请重新登录',
      message_en: 'Your sign-in has ended; please sign in again',
    },
    role_not_allowed: {
      status: 403,
      message: '您的身份不能办这件事',
      message_en: 'This is not for you to do',
    },
    passkey_needed: {
      status: 403,
      message: '短信验证码只够用来设置通行密钥；请先设置，或用通行密钥登录',
      message_en: 'A code by SMS only lets you set a passkey: set one, or sign in with it',
    },
    step_up_needed: {
      status: 403,
      message: '这一步要先证明是您本人：请输入支付密码，或用通行密钥；这一步没有办，一分钱不动',
      message_en:
        'Prove that it is you first, by PIN or passkey; nothing was done and no money moved',
    },
    cross_site_request: {
      status: 403,
      message: '请求来自别的网站',
      message_en: 'The request came from another site',
    },
    request_invalid: {
      status: 422,
      message: '请求内容不符合要求',
      message_en: 'Something in the request does not fit',
    },
    cursor_invalid: {
      status: 400,
      message: '翻页标记无效',
      message_en: 'The page mark is not valid',
    },
    idempotency_key_reused: {
      status: 422,
      message: '同一个 Idempotency-Key 用于了不同的请求，没有扣钱',
      message_en: 'The same Idempotency-Key was used for another request; nothing was charged',
      open: true,
    },
    request_in_flight: {
      status: 409,
      message: '同一个请求正在处理，请稍后查询，别重复付款',
      message_en:
        'The same request is being worked on; look again in a moment and do not pay twice',
      open: true,
      later: true,
    },
    request_already_answered: {
      status: 409,
      message: '请求已处理',
      message_en: 'The request was answered already',
      open: true,
    },
    internal_error: {
      status: 500,
      message: '服务出错了；这一步没有完成，用同一个请求重试是安全的',
      message_en:
        'Something went wrong and this was not finished; the same request may be sent again',
      open: true,
    },
  },
})
