import { listCourtOrdersOperation } from '../../courts/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { More } from '../ui/table'
import { Empty } from '../ui/text'
import { CourtOrderCard } from './parts'

const LEADS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  staff: [
    '法院冻结的只是应付给本店的钱；顾客卡里的钱不受影响，照常使用。有异议请向法院提出。',
    'A court freezes only what is payable to the shop; customers’ cards go on. Objections go to the court.',
  ],
  bank: [
    '收到法院的文书先登记，登记即冻结；另一位同事再核对。顾客卡里的钱不是店家的，不冻结、不划拨。',
    'File an order as it arrives: it freezes at once, and a colleague checks it. Customers’ money in custody is not the shop’s.',
  ],
  regulator: [
    '法院冻结了应付给哪些店的钱。顾客卡里的钱不受影响。',
    'Shops whose payable money a court has frozen. Customers’ cards are not touched.',
  ],
  operator: [
    '法院冻结了应付给哪些店的钱。顾客卡里的钱不受影响。',
    'Shops whose payable money a court has frozen. Customers’ cards are not touched.',
  ],
}

for (const [base, kind] of [
  ['/m/court-orders', 'staff'],
  ['/b/court-orders', 'bank'],
  ['/r/court-orders', 'regulator'],
  ['/o/court-orders', 'operator'],
] as const)
  page('GET', base, kind, async ({ c, ask, t }) => {
    const cursor = c.req.query('cursor')
    const found = await ask(listCourtOrdersOperation, {
      query: { limit: '20', ...(cursor ? { cursor } : {}) },
    })
    return (
      <Frame title={t('法院冻结', 'Frozen by courts')} lead={t(...(LEADS[kind] ?? ['', '']))}>
        {found.data.length === 0 ? <Empty>{t('没有冻结。', 'Nothing is frozen.')}</Empty> : null}
        {found.data.map((one) => (
          <CourtOrderCard of={one} {...(kind === 'bank' ? { href: `${base}/${one.id}` } : {})} />
        ))}
        <More of={found} href={base} word={t('更早的', 'Earlier')} />
      </Frame>
    )
  })
