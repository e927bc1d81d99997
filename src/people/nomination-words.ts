/** What people concerned are told of somebody who is to come into office. */
const OFFICES: Record<string, string> = {
  bank: '银行工作人员',
  regulator: '监管人员',
  operator: '平台操作员',
  owner: '店主',
}
const officeOf = (kind: string): string => OFFICES[kind] ?? ''

type Proposed = { kind: string; name: string; phone_mask: string; by: string; at_once?: boolean }
export const proposedText = ({ kind, name, phone_mask, by, at_once = false }: Proposed): string =>
  at_once
    ? `${by}登记了${name}（${phone_mask}）为第二位${officeOf(kind)}，即时生效`
    : `${by}登记${name}（${phone_mask}）为${officeOf(kind)}：要另一个人同意，满 24 小时才生效。不对请马上拒绝`
export const decidedText = (
  { kind, name, phone_mask }: Pick<Proposed, 'kind' | 'name' | 'phone_mask'>,
  agreed: boolean,
): string =>
  agreed
    ? `${name}（${phone_mask}）为${officeOf(kind)}，有人同意了，满 24 小时生效。不对请马上拒绝`
    : `${name}（${phone_mask}）为${officeOf(kind)}，没有同意，不生效`
