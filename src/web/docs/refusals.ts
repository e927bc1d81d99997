import { REFUSALS, type RefusalCode } from '../../kernel/refusals'

const STATUS_NAMES: Record<number, string> = {
  400: '请求写得不对',
  401: '没有登录',
  403: '身份不能办',
  404: '没有找到',
  405: '方法不对',
  409: '现在不能办',
  413: '内容过大',
  415: '类型不对',
  422: '内容不符合要求',
  429: '太频繁',
  500: '我们出错了',
  502: '对方出错了',
  503: '还没准备好',
}
const codes = Object.keys(REFUSALS) as RefusalCode[]
const statuses = [...new Set(codes.map((code) => REFUSALS[code].status))].sort((a, b) => a - b)

/** The catalogue by status, each in the order in which refusals take precedence. */
export const REFUSAL_SECTIONS: readonly {
  status: number
  name: string
  codes: readonly RefusalCode[]
}[] = statuses.map((status) => ({
  status,
  name: STATUS_NAMES[status] ?? '',
  codes: codes.filter((code) => REFUSALS[code].status === status),
}))
