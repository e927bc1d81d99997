import { listBankCoverageOperation, listCardsAtCloseOperation } from '../../closes/routes'
import { readMerchantOperation } from '../../merchants/routes'
import { askedIn } from '../bank/words'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Money } from '../ui/text'
import { CoverageFacts } from './coverage'

/** One shop at the end of a day: its coverage, and every card of it, rebuilt from the entries. */
page('GET', '/b/closes/:day/merchants/:id', 'bank', async ({ ask, c, params, t }) => {
  const day = params.day
  const merchant_id = params.id
  const asked = askedIn(c.req.url, ['cursor'])
  const [shop, cards, coverage] = await Promise.all([
    ask(readMerchantOperation, { params: { id: merchant_id } }),
    ask(listCardsAtCloseOperation, {
      params: { day },
      query: { limit: '100', merchant_id, ...asked },
    }),
    ask(listBankCoverageOperation, { params: { day }, query: { merchant_id } }),
  ])
  const rows = cards.data
  const [of] = coverage.data
  const here = `/b/closes/${day}/merchants/${merchant_id}`
  return (
    <Frame title={`${shop.name} · ${day} ${t('日终', 'end of day')}`}>
      {of ? (
        <section class="card" aria-label={t('覆盖', 'Coverage')}>
          <CoverageFacts of={of} />
        </section>
      ) : null}
      <h2>{t('每张卡', 'Every card')}</h2>
      {rows.length === 0 ? (
        <Empty>{t('这家店没有卡。', 'No cards.')}</Empty>
      ) : (
        <Grid
          caption={t('每张卡', 'Every card')}
          head={[
            t('卡', 'Card'),
            t('可用', 'Free'),
            t('占用', 'Held'),
            t('退款中', 'Being refunded'),
            t('共欠', 'Owed'),
          ]}
          rows={rows.map((row) => [
            <a href={`/b/cards/${row.card_id}`}>
              {t('尾号', '…')} {row.card_id.slice(-6)}
            </a>,
            <Money fen={row.escrow_fen} />,
            <Money fen={row.held_fen} />,
            <Money fen={row.refunding_fen} />,
            <Money fen={row.owed_fen} />,
          ])}
          sum={[
            cards.has_more || asked.cursor ? t('本页合计', 'This page') : t('合计', 'Sum'),
            ...FIELDS.map((field) => <Money fen={cards.page_sums[field]} />),
          ]}
        />
      )}
      <More of={cards} href={here} word={t('下一页卡', 'More cards')} />
      <p class="note">
        {t(
          '从分录重算到那天日终，之后的变动不算在内；全部卡的合计就是封账表里的“逐卡加总”。',
          'Rebuilt from the entries up to the end of that day.',
        )}
      </p>
      <p class="noprint">
        <a class="inline" href={`/b/closes/${day}`}>
          {t('回封账表', 'Back to the day close')}
        </a>
      </p>
    </Frame>
  )
})
const FIELDS = ['escrow_fen', 'held_fen', 'refunding_fen', 'owed_fen'] as const
