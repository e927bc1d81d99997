import type { FC } from 'hono/jsx'
import {
  listPayoutItemsOperation,
  listPayoutsOperation,
  readPayoutOperation,
} from '../../payouts/routes'
import { useSay } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { Chips } from '../look/desk'
import { Grid, More } from '../ui/table'
import { Amount, Facts, Money, Notice, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { PAYOUT_STATES, PayoutRows, PayoutState } from './payout-rows'
import { askedIn, hrefWith, merchantNames } from './words'

page('GET', '/b/payouts', 'bank', async ({ ask, c, t }) => {
  const query = askedIn(c.req.url, ['merchant_id', 'state', 'cursor'])
  const payouts = await ask(listPayoutsOperation, { query })
  const rows = payouts.data
  const names = await merchantNames(ask, [query.merchant_id, ...rows.map((row) => row.merchant_id)])
  const shop = query.merchant_id ? names.get(query.merchant_id) : undefined
  return (
    <Frame title={shop ? `${shop} · ${t('出款', 'payouts')}` : t('出款', 'Payouts')}>
      <StateChips asked={query} />
      <p>
        <a class="inline" href="/b/instructions">
          {t('没有结果的指令', 'Instructions without a result')}
        </a>{' '}
        <a class="inline" href="/b/court-orders">
          {t('法院冻结', 'Frozen by courts')}
        </a>
      </p>
      <PayoutRows rows={rows} names={names} />
      <More of={payouts} href={hrefWith('/b/payouts', query)} word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

/** One state at a time, of one shop or of all. */
const StateChips: FC<{ asked: Record<string, string> }> = ({ asked }) => {
  const t = useSay()
  const { state, ...others } = asked
  const chip = (of: string | undefined, zh: string, en: string) => ({
    href: hrefWith('/b/payouts', of ? { ...others, state: of } : others),
    word: t(zh, en),
    current: state === of,
  })
  return (
    <Chips
      label={t('状态', 'State')}
      of={[
        chip(undefined, '全部', 'all'),
        ...Object.entries(PAYOUT_STATES).map(([of, [zh, en]]) => chip(of, zh, en)),
      ]}
    />
  )
}

const LINES: Record<string, [zh: string, en: string]> = {
  uses: ['核销放款', 'Uses'],
  corrections: ['更正', 'Corrections'],
  fees: ['手续费', 'Fees'],
  advances: ['提前放款', 'Advances'],
  advance_repayments: ['归还提前放款', 'Advance repayments'],
  returned_payouts: ['退回的出款', 'Returned payouts'],
  others: ['其他', 'Others'],
  reserved_before: ['上一次先留着的', 'Kept back before'],
  reserved: ['先留着的', 'Kept back'],
  moved_out: ['已归档的分录', 'Entries in the archive'],
}

page('GET', '/b/payouts/:id', 'bank', async ({ ask, c, params, t }) => {
  const query = askedIn(c.req.url, ['cursor'])
  const [payout, items] = await Promise.all([
    ask(readPayoutOperation, { params }),
    ask(listPayoutItemsOperation, { params, query }),
  ])
  const names = await merchantNames(ask, [payout.merchant_id])
  const merchant_id = payout.merchant_id
  const period = payout.period
  const lineWord = (kind: string) => t(...(LINES[kind] ?? [kind, kind]))
  return (
    <Frame title={t('一笔出款', 'A payout')}>
      <Notice is={stateTone('payout', payout.state)}>{t(payout.message, payout.message_en)}</Notice>
      <div class="halves">
        <div class="card">
          <Amount fen={payout.amount_fen} />
          <Facts
            of={[
              [
                t('店', 'Shop'),
                <a class="inline" href={`/b/merchants/${merchant_id}`}>
                  {names.get(merchant_id) ?? merchant_id}
                </a>,
              ],
              [t('状态', 'State'), <PayoutState of={payout} />],
              [t('到哪个账户', 'To'), payout.settlement_account_mask],
              [t('指令号', 'Instruction'), <code>{payout.id.slice(4)}</code>],
              [t('银行流水', 'Bank reference'), <code>{payout.bank_ref || '—'}</code>],
              [t('发起', 'Created'), <When at={payout.created_at} />],
              [
                t('放款起止', 'Period'),
                <>
                  <When at={period.first_at} /> – <When at={period.last_at} />
                </>,
              ],
            ]}
          />
        </div>
        <div class="card">
          <h2>{t('由什么组成', 'What it consists of')}</h2>
          <Facts
            of={payout.lines.map((line) => [
              `${lineWord(line.kind)} × ${line.count}`,
              <Money fen={line.amount_fen} />,
            ])}
          />
        </div>
      </div>
      <h2>{t('每一条分录', 'Every entry')}</h2>
      <Grid
        caption={t('每一条分录', 'Every entry')}
        head={[t('时间', 'When'), t('是什么', 'What'), t('金额', 'Amount')]}
        words={[1]}
        rows={items.data.map((item) => [
          <When at={item.at} />,
          lineWord(item.kind),
          <Money fen={item.amount_fen} />,
        ])}
      />
      <More of={items} href={`/b/payouts/${params.id}`} word={t('后面的', 'More')} />
    </Frame>
  )
})
