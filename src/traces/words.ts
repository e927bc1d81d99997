import { OPERATIONS } from '../platform/http'
import type { Office } from './rules'

/** The unit that answers for a reading: people turn to it, not to somebody who works there (个人信息保护法 §44, §50). */
export const OFFICE_NAMES: Record<Office, readonly [zh: string, en: string]> = {
  bank: ['存管银行', 'The custody bank'],
  regulator: ['主管部门', 'The authority'],
  operator: ['预付保平台', 'The platform'],
}
/** What a reading told of, as its operation says it. */
export function whatWasRead(operation: string): readonly [zh: string, en: string] {
  const traces = OPERATIONS.find(({ operationId }) => operationId === operation)?.traces
  return traces ? [traces[1], traces[2]] : ['您的资料', 'your data']
}
