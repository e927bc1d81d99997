import { listBankLinesOperation, listBankStatementsOperation } from '../../intake/routes'
import { readMerchantOperation } from '../../merchants/routes'
import { askedIn, hrefWith } from '../bank/words'
import { page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Money } from '../ui/text'
import { BankLines } from './bank-lines'

/** What the bank's statements say of one shop's account, by day; names were masked before they were stored. */
page('GET', '/b/merchants/:id/lines', 'bank', async ({ ask, c, params, t }) => {
  const merchant_id = params.id
  const { cursor, ...days } = askedIn(c.req.url, ['from_on', 'to_on', 'cursor'])
  const of = { merchant_id, ...days }
  const [shop, statements, lines] = await Promise.all([
    ask(readMerchantOperation, { params }),
    ask(listBankStatementsOperation, { query: { ...of, limit: '20' } }),
    ask(listBankLinesOperation, { query: { ...of, limit: '50', ...(cursor ? { cursor } : {}) } }),
  ])
  const here = `/b/merchants/${merchant_id}/lines`
  return (
    <Frame title={`${shop.name} · ${t('银行对账单', 'statements')}`}>
      <form method="get" action={here} class="filters">
        <Field name="from_on" label={t('从', 'From')} type="date" value={days.from_on ?? ''} />
        <Field name="to_on" label={t('到', 'To')} type="date" value={days.to_on ?? ''} />
        <div class="field">
          <button type="submit">{t('看', 'Show')}</button>
        </div>
      </form>
      <h2>{t('对账单', 'Statements')}</h2>
      {statements.data.length === 0 ? (
        <Empty>{t('这些天没有对账单。', 'No statements of these days.')}</Empty>
      ) : (
        <Grid
          caption={t('对账单', 'Statements')}
          head={[
            t('哪天', 'Day'),
            t('对账单号', 'Statement'),
            t('期初', 'Opening'),
            t('期末', 'Closing'),
            t('明细', 'Lines'),
          ]}
          words={[1]}
          rows={statements.data.map((one) => [
            one.from_on === one.to_on ? one.to_on : `${one.from_on} – ${one.to_on}`,
            <code>{one.statement_id}</code>,
            <Money fen={one.opening_fen} />,
            <Money fen={one.closing_fen} />,
            one.lines_count,
          ])}
        />
      )}
      <h2>{t('明细', 'Lines')}</h2>
      {lines.data.length === 0 ? (
        <Empty>{t('这些天没有明细。', 'No lines of these days.')}</Empty>
      ) : (
        <BankLines rows={lines.data} />
      )}
      <More of={lines} href={hrefWith(here, days)} word={t('更早的', 'Earlier')} />
      <p class="note">
        {t('人名、账号在读入时就遮住了，系统里没有原文。', 'Names are masked before storage.')}
      </p>
    </Frame>
  )
})
