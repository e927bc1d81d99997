import type { FC } from 'hono/jsx'
import { listBankBreaksOperation, readBankBreakOperation } from '../../breaks/routes'
import { listBankClosesOperation, readBankCloseOperation } from '../../closes/routes'
import { districtShort } from '../../kernel/city'
import { yuan } from '../../kernel/money'
import { listShopCoverageOperation } from '../../supervision/coverage'
import { useSay } from '../around'
import { AmendedMark, figuresInForce } from '../common/amended'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Facts, Money, Notice, Tag } from '../ui/text'
import { stateTone } from '../ui/tones'
import { ratioText } from './city-parts'

/** Did the bank hold what every card needs? One line a closed day, and the differences nobody solved in time. */
page('GET', '/r/coverage', 'regulator', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const [closes, overdue] = await Promise.all([
    ask(listBankClosesOperation, { query: { limit: '30', cursor } }),
    ask(listBankBreaksOperation, {
      query: { state: 'standing', limit: '100', cursor: c.req.query('breaks') },
    }),
  ])
  const days = closes.data
  return (
    <Frame title={t('覆盖率', 'Coverage')}>
      <p class="note">
        {t(
          '覆盖率 = 该有的钱里，银行对账单上确实有的。各店分开算：一家多的不抵另一家少的，查不清的不算。顾客已付、还在支付机构的另列“在途”。',
          'What the bank’s statement has of what is owed, shop by shop; nothing nets. Transit is shown apart.',
        )}
      </p>
      <h2>{t('过期未解决的对账差异', 'Overdue differences')}</h2>
      {overdue.data.length === 0 ? (
        <Notice is="safe">{t('没有过期的差异。', 'None is overdue.')}</Notice>
      ) : (
        <Overdue of={overdue.data} />
      )}
      <More
        of={overdue}
        href="/r/coverage"
        name="breaks"
        word={t('更早的差异', 'Earlier differences')}
      />
      <p class="links">
        <a class="inline" href="/r/archives">
          {t('归档的日子', 'Archived days')}
        </a>
      </p>
      <h2>{t('封账表', 'Closed days')}</h2>
      {days.length === 0 ? (
        <Empty>
          <p>
            {t(
              '银行还没有封过账；每天早上对完账就有。',
              'No day is closed yet; each morning brings one.',
            )}
          </p>
        </Empty>
      ) : (
        <Closes of={days} />
      )}
      <More of={closes} href="/r/coverage" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/r/coverage/:day', 'regulator', async ({ ask, c, params, t, city }) => {
  const [close, shops] = await Promise.all([
    ask(readBankCloseOperation, { params }),
    ask(listShopCoverageOperation, {
      params,
      query: { limit: '100', cursor: c.req.query('cursor') },
    }),
  ])
  const { shops_missing, missing_fen, silent_count: silent } = shops.totals
  return (
    <Frame title={t(`${close.day} 的封账表`, `Closed day ${close.day}`)}>
      <AmendedMark close={close} />
      <Notice is={stateTone('shops', shops.totals.state)}>
        {shops_missing === 0
          ? t('没有一家店有说不清的缺口。', 'No shop lacks money without a reason.')
          : t(
              `有 ${shops_missing} 家店缺 ${yuan(missing_fen)}，不在途、也不是预支。`,
              `${shops_missing} shops lack ${yuan(missing_fen)}.`,
            )}
        {silent > 0
          ? t(`另有 ${silent} 家店没有当日对账单。`, ` ${silent} shops had no statement.`)
          : null}
      </Notice>
      <OfCity close={close} />
      <Grid
        caption={t('辖区各店', 'Shops')}
        show_caption
        words={[1]}
        head={[
          t('店', 'Shop'),
          t('地区', 'District'),
          t('卡', 'Cards'),
          t('该有', 'Required'),
          t('银行有', 'Held'),
          t('在途', 'Transit'),
          t('覆盖率', 'Coverage'),
          t('说不清的缺口', 'Missing'),
        ]}
        rows={shops.data.map((row) => [
          <a href={`/r/shops/${row.merchant_id}`}>{row.merchant_name}</a>,
          districtShort(city, row.district),
          row.cards_count,
          <Money fen={row.owed_fen} />,
          row.resource_fen === null ? t('缺对账单', 'missing') : <Money fen={row.resource_fen} />,
          <Money fen={row.in_transit_fen} />,
          ratioText(row),
          row.bank_fen === null ? '—' : <Money fen={row.missing_fen} />,
        ])}
      />
      <More of={shops} href={`/r/coverage/${params.day}`} word={t('接下来的店', 'Next shops')} />
    </Frame>
  )
})

page('GET', '/r/coverage/breaks/:id', 'regulator', async ({ ask, params, t }) => {
  const found = await ask(readBankBreakOperation, { params })
  const sum = (fen: number | null) => (fen === null ? t('没有', 'none') : <Money fen={fen} />)
  return (
    <Frame title={t('一处对账差异', 'A difference')}>
      <p>
        <Tag is="warn">{t(found.class_name, found.class_name_en)}</Tag>
      </p>
      <section class="card">
        <Facts
          of={[
            [t('哪一天的账', 'Day'), found.day],
            [t('发现', 'Found'), found.found_on],
            [t('最迟解决', 'Limit'), found.limit_on],
            [
              t('该谁解决', 'Owner'),
              found.owner === 'bank' ? t('银行', 'bank') : t('平台', 'platform'),
            ],
            [t('银行记的', 'Bank'), sum(found.bank_fen)],
            [t('我们记的', 'Ledger'), sum(found.ledger_fen)],
            [t('差额（银行减我们）', 'Difference'), sum(found.difference_fen)],
            [t('说明', 'Note'), found.note],
            [t('提议', 'Proposal'), found.proposal_note || t('还没有', 'none yet')],
          ]}
        />
        {found.merchant_id ? (
          <p class="buttons links">
            <a class="button plain" href={`/r/shops/${found.merchant_id}`}>
              {t('看这家店', 'The shop')}
            </a>
          </p>
        ) : null}
      </section>
    </Frame>
  )
})

type BreakAnswer = AnswerFor<typeof listBankBreaksOperation, 'regulator'>['data'][number]
type CloseAnswer = AnswerFor<typeof listBankClosesOperation, 'regulator'>['data'][number]
type DayAnswer = AnswerFor<typeof readBankCloseOperation, 'regulator'>

const Overdue: FC<{ of: readonly BreakAnswer[] }> = ({ of }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('过期未解决的对账差异', 'Overdue differences')}
      words={[1, 2, 3]}
      head={[
        t('店', 'Shop'),
        t('哪一类', 'Class'),
        t('限', 'Limit'),
        t('该谁解决', 'Owner'),
        t('差额', 'Difference'),
      ]}
      rows={of.map((found) => [
        <a href={`/r/coverage/breaks/${found.id}`}>
          {found.merchant_name ?? t('不属于哪家店', 'no shop')}
        </a>,
        t(found.class_name, found.class_name_en),
        found.limit_on,
        found.owner === 'bank' ? t('银行', 'bank') : t('平台', 'platform'),
        <Money fen={found.difference_fen} />,
      ])}
    />
  )
}

const Closes: FC<{ of: readonly CloseAnswer[] }> = ({ of }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('封账表', 'Closed days')}
      head={[
        t('日子', 'Day'),
        t('该有', 'Required'),
        t('银行有', 'Held'),
        t('在途', 'Transit'),
        t('覆盖率', 'Coverage'),
        t('有缺口的店', 'Shops missing money'),
        t('说不清的缺口', 'Missing'),
      ]}
      rows={of.map((close) => {
        const totals = figuresInForce(close).totals
        return [
          <a href={`/r/coverage/${close.day}`}>
            {close.day}
            {close.amended === undefined ? null : t('（更正过）', ' (amended)')}
          </a>,
          <Money fen={totals.owed_fen} />,
          totals.resource_fen === null ? (
            t('缺对账单', 'missing')
          ) : (
            <Money fen={totals.resource_fen} />
          ),
          <Money fen={totals.in_transit_fen} />,
          ratioText(totals),
          totals.shops_missing,
          <Money fen={totals.missing_fen} />,
        ]
      })}
    />
  )
}

const OfCity: FC<{ close: DayAnswer }> = ({ close }) => {
  const t = useSay()
  const totals = figuresInForce(close).totals
  return (
    <section class="card">
      <h2>{t('全市', 'The city')}</h2>
      <Facts
        of={[
          [t('店', 'Shops'), totals.merchants_count],
          [t('有对账单的店', 'With a statement'), totals.stated_count],
          [t('有余额的卡', 'Cards'), totals.cards_count],
          [t('该有', 'Required'), <Money fen={totals.owed_fen} />],
          [
            t('银行有', 'Held'),
            totals.resource_fen === null ? (
              t('缺对账单', 'missing')
            ) : (
              <Money fen={totals.resource_fen} />
            ),
          ],
          [t('覆盖率', 'Coverage'), ratioText(totals)],
          [t('另有在途', 'In transit besides'), <Money fen={totals.in_transit_fen} />],
          [t('有缺口的店', 'Shops missing money'), totals.shops_missing],
          [t('说不清的缺口', 'Missing'), <Money fen={totals.missing_fen} />],
          [t('封账时还在的差异', 'Differences'), totals.breaks_count],
        ]}
      />
      <p class="small mute">
        {t('内容哈希 ', 'Content hash ')}
        <code>{close.content_hash}</code>
      </p>
    </section>
  )
}
