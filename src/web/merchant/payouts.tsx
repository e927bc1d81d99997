import type { FC } from 'hono/jsx'
import { readOwnFeesOperation } from '../../custody/routes'
import { plainYuan } from '../../kernel/money'
import { spoken, spokenEn } from '../../kernel/time'
import { readMerchantDayOperation } from '../../overviews/overview'
import {
  grantAdvanceOperation,
  listPayoutItemsOperation,
  listPayoutsOperation,
  readAdvancePositionOperation,
  readPayoutOperation,
  requestPayoutOperation,
} from '../../payouts/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { csvText } from '../ui/csv'
import { Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Amount, Empty, Facts, Money, Notice, percent, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { fenIn } from '../ui/yuan'

type PayoutsAnswer =
  | AnswerFor<typeof listPayoutsOperation, 'staff'>['data'][number]
  | AnswerFor<typeof readPayoutOperation, 'staff'>
type PayoutAnswer = AnswerFor<typeof listPayoutsOperation, 'staff'>['data'][number]
type AdvancePositionAnswer = AnswerFor<typeof readAdvancePositionOperation, 'staff'>

const STATE: Record<string, readonly [string, string]> = {
  created: ['马上交银行', 'about to go'],
  unclear: ['正向银行查询', 'asking the bank'],
  sent: ['银行办理中', 'at the bank'],
  paid: ['已到账', 'arrived'],
  rejected: ['银行没有办', 'rejected'],
  returned: ['被退回', 'returned'],
}
const stateOf = (payout: PayoutsAnswer, t: Say) => t(...(STATE[payout.state] ?? ['', '']))

page('GET', '/m/payouts', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [day, payouts, advance, fees] = await Promise.all([
    ask(readMerchantDayOperation),
    ask(listPayoutsOperation, { query: { limit: '20', ...(cursor ? { cursor } : {}) } }),
    ask(readAdvancePositionOperation),
    ask(readOwnFeesOperation),
  ])
  return (
    <Frame title={t('出款和到账', 'Payouts')}>
      <div class="halves">
        <section class="card">
          <p class="mute">{t('应付给本店，还没出款', 'Due to the shop, not yet sent')}</p>
          <Amount fen={day.payable_fen} />
          <p>
            {t('每天自动出款；急用也可以现在就出。', 'Sent every day by itself, or right now.')}
          </p>
          <form method="post" action="/m/payouts" class="buttons">
            {key()}
            <button type="submit">{t('现在出款', 'Pay out now')}</button>
          </form>
        </section>
        <Advance advance={advance} />
      </div>
      <h2>{t('每一笔出款', 'Each payout')}</h2>
      {payouts.data.length === 0 ? (
        <Empty>{t('还没有出款。', 'No payouts yet.')}</Empty>
      ) : (
        <Grid
          caption={t('每一笔出款', 'Each payout')}
          head={[
            t('日子', 'Day'),
            t('到哪一步', 'State'),
            t('到账', 'Arrives'),
            t('金额', 'Amount'),
          ]}
          words={[1, 2]}
          rows={payouts.data.map((payout) => [
            <a href={`/m/payouts/${payout.id}`}>{payout.day}</a>,
            stateOf(payout, t),
            arrival(payout, t),
            <Money fen={payout.amount_fen} />,
          ])}
        />
      )}
      <More of={payouts} href="/m/payouts" word={t('更早的', 'Earlier')} />
      <div class="buttons">
        <a class="button plain" href="/m/payouts.csv">
          {t('下载出款表（CSV）', 'Payouts as CSV')}
        </a>
        <a class="button plain" href="/m/export">
          {t('导出账簿（Excel、CSV）', 'Export the books')}
        </a>
      </div>
      <h2>{t('支付手续费', 'Payment fees')}</h2>
      <section class="card">
        <Facts
          of={[
            [t('已扣', 'Charged'), <Money fen={fees.charged_fen} />],
            [t('待扣', 'Outstanding'), <Money fen={fees.outstanding_fen} />],
          ]}
        />
        <p class="note">
          {t('手续费由店家付，不动顾客的钱。', 'Paid by the shop, never by customers.')}
        </p>
      </section>
    </Frame>
  )
})
const arrival = (payout: PayoutAnswer, t: Say): string =>
  payout.arrived_at !== null
    ? t(spoken(payout.arrived_at), spokenEn(payout.arrived_at))
    : payout.expected_at !== null
      ? t(`预计 ${spoken(payout.expected_at)}`, `about ${spokenEn(payout.expected_at)}`)
      : '—'

const Advance: FC<{ advance: AdvancePositionAnswer }> = ({ advance }) => {
  const t = useSay()
  const available_fen = advance.available_fen
  return (
    <section class="card">
      <h2>{t('预支', 'Advance')}</h2>
      <Facts
        of={[
          [t('已预支未还', 'Outstanding'), <Money fen={advance.outstanding_fen} />],
          [t('还可以预支', 'Available'), <Money fen={available_fen} />],
          [t('怎么还', 'Repaid by'), percent(advance.repay_bp)],
        ]}
      />
      <p class="note">{t(advance.message, advance.message_en)}</p>
      {available_fen > 0 ? (
        <form method="post" action="/m/advances">
          {key()}
          <Field
            name="amount_fen"
            label={t('预支多少元', 'Yuan in advance')}
            hint={t(
              `最多 ${plainYuan(available_fen)}。不收利息；每次出款扣 ${percent(advance.repay_bp)} 来还。`,
              `At most ${plainYuan(available_fen)}. No interest; repaid from each payout.`,
            )}
            inputmode="decimal"
            required
          />
          <button type="submit" class="plain">
            {t('预支', 'Take it')}
          </button>
        </form>
      ) : null}
    </section>
  )
}
page(
  'POST',
  '/m/payouts',
  'staff',
  async ({ c, form, ask }) => {
    const payout = await ask(requestPayoutOperation, {}, form.get('key') ?? undefined)
    return c.redirect(`/m/payouts/${payout.id}`, 303)
  },
  { again: '/m/payouts' },
)
page(
  'POST',
  '/m/advances',
  'staff',
  async ({ c, form, ask }) => {
    const said = form.get('amount_fen') ?? ''
    await ask(
      grantAdvanceOperation,
      { body: { amount_fen: fenIn(said) ?? said } },
      form.get('key') ?? undefined,
    )
    return c.redirect('/m/payouts', 303)
  },
  { again: '/m/payouts' },
)

const LINE: Record<string, readonly [string, string]> = {
  uses: ['使用', 'Uses'],
  corrections: ['更正退回', 'Corrections'],
  fees: ['手续费', 'Fees'],
  advances: ['预支', 'Advances'],
  advance_repayments: ['还预支', 'Advance repaid'],
  returned_payouts: ['退回的出款', 'Returned payouts'],
  others: ['其他', 'Others'],
  reserved_before: ['上一次先留着的', 'Kept back before'],
  reserved: ['有争议、投诉或法院冻结，先留着的', 'Kept back: in question, or frozen by a court'],
  moved_out: ['已归档的分录', 'Entries in the archive'],
}
page('GET', '/m/payouts/:id', 'staff', async ({ c, params, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [payout, items] = await Promise.all([
    ask(readPayoutOperation, { params }),
    ask(listPayoutItemsOperation, {
      params,
      query: { limit: '50', ...(cursor ? { cursor } : {}) },
    }),
  ])
  return (
    <Frame title={t('一笔出款', 'A payout')} refresh_s={payout.is_open ? 30 : undefined}>
      <section class="card">
        <div class="between">
          <span class="mute">
            {t('到账户 ', 'To account ')}
            {payout.settlement_account_mask}
          </span>
          <span class="tag">{stateOf(payout, t)}</span>
        </div>
        <Amount fen={payout.amount_fen} />
        <Notice is={stateTone('payout', payout.state)} live>
          {t(payout.message, payout.message_en)}
        </Notice>
        <Facts
          of={[
            ...payout.lines.map(
              (line) =>
                [
                  `${t(...(LINE[line.kind] ?? ['', '']))}（${line.count}）`,
                  <Money fen={line.amount_fen} />,
                ] as const,
            ),
            [t('银行编号', 'Bank reference'), payout.bank_ref || '—'],
            [t('发起', 'Made'), <When at={payout.created_at} />],
          ]}
        />
      </section>
      <Grid
        caption={t('带上的每一条', 'Every entry in it')}
        show_caption
        head={[t('时间', 'When'), t('是什么', 'What'), t('金额', 'Amount')]}
        words={[1]}
        rows={items.data.map((item) => [
          item.redemption_id === null ? (
            <When at={item.at} />
          ) : (
            <a href={`/m/redemptions/${item.redemption_id}`}>
              <When at={item.at} />
            </a>
          ),
          t(...(LINE[item.kind] ?? ['', ''])),
          <Money fen={item.amount_fen} />,
        ])}
      />
      <More of={items} href={`/m/payouts/${params.id}`} word={t('再看', 'More')} />
    </Frame>
  )
})

/** Up to a thousand payouts as a spreadsheet opens them. */
page('GET', '/m/payouts.csv', 'staff', async ({ c, ask, t }) => {
  const rows: PayoutsAnswer[] = []
  for (let cursor: string | null = null; ; ) {
    const seen: AnswerFor<typeof listPayoutsOperation, 'staff'> = await ask(listPayoutsOperation, {
      query: { limit: '100', ...(cursor ? { cursor } : {}) },
    })
    rows.push(...seen.data)
    cursor = seen.next_cursor
    if (!seen.has_more || rows.length >= 1000) break
  }
  const head = [
    '编号',
    '日子',
    '状态',
    '金额（元）',
    '还预支（元）',
    '到账户',
    '银行编号',
    '到账时间',
  ]
  const lines = rows.map((payout) => [
    payout.id,
    payout.day,
    stateOf(payout, t),
    plainYuan(payout.amount_fen),
    plainYuan(payout.advance_repaid_fen),
    payout.settlement_account_mask,
    payout.bank_ref ?? '',
    payout.arrived_at ?? '',
  ])
  return csvReply(c, 'payouts.csv', [head, ...lines])
})
const csvReply = (c: Visit['c'], name: string, rows: readonly (readonly string[])[]) => {
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  c.header('Cache-Control', 'no-store')
  return c.body(csvText(rows))
}
