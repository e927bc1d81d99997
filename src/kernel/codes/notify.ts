import type { Codes } from './shape'

export const NOTIFY_CODES = {
  endpoint_not_found: { status: 404, message: '没有找到这个推送地址', frozen: true },
  endpoint_url_refused: {
    status: 422,
    message: '推送地址须是公网的 https 地址，不能是内网、本机或带账号的地址',
    frozen: true,
  },
  endpoints_full: { status: 409, message: '推送地址最多 10 个，请先停用不用的', frozen: true },
  endpoint_changed_meanwhile: { status: 409, message: '这个推送地址刚刚有变动，请重试' },
  event_not_found: { status: 404, message: '没有找到这个事件', frozen: true },
  delivery_changed_meanwhile: { status: 409, message: '这次推送刚刚有变动，请重试' },
  notices_changed_meanwhile: { status: 409, message: '通知刚刚有变动，请重试' },
} as const satisfies Codes
