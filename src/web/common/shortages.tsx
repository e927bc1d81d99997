import { listBankShortagesOperation } from '../../closes/shortage-routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Money, percent } from '../ui/text'

/** The shops that lack money nobody can account for, and what ends it; the same sheet for the bank and the operator. */
export const shortagePage = (
  path: string,
  kind: 'bank' | 'operator',
  shopAt: (merchant_id: string) => string,
): void =>
  page('GET', path, kind, async ({ ask, c, t }) => {
    const cursor = c.req.query('cursor')
    const found = await ask(listBankShortagesOperation, { query: cursor ? { cursor } : {} })
    const rows = found.data
    return (
      <Frame title={t('给顾客的钱有缺口的店', 'Shops that lack money')}>
        <p class="note">
          {t(
            '缺口是银行封账查到的：不在途、不是预支、也不是次日就到的。补足以前这些店不出款；补足后，下一次封账自动恢复。',
            'Found by the bank’s day close. Payouts wait until a later close finds the money.',
          )}
        </p>
        {rows.length === 0 ? (
          <Empty>{t('没有这样的店。', 'None.')}</Empty>
        ) : (
          <Grid
            caption={t('有缺口的店', 'Shops')}
            words={[1]}
            head={[
              t('店', 'Shop'),
              t('封账日', 'Closed day'),
              t('缺口', 'Missing'),
              t('该有', 'Owed'),
              t('银行有', 'Held'),
              t('覆盖率', 'Coverage'),
            ]}
            rows={rows.map((row) => [
              <a href={shopAt(row.merchant_id)}>{row.merchant_name}</a>,
              <time>{row.day}</time>,
              <Money fen={row.missing_fen} />,
              <Money fen={row.owed_fen} />,
              row.is_complete ? <Money fen={row.covered_fen} /> : '—',
              row.coverage_bp === null ? '—' : percent(row.coverage_bp),
            ])}
          />
        )}
        <More of={found} href={path} word={t('下一页', 'More')} />
        <p class="note">
          {t(
            '补足：出钱的人把钱付进这家店的专户，次日对账单上出现后，在“差异”里选“补足缺口”，写明谁出的，另一位同事复核。',
            'To make good: pay into the shop’s account; when the statement shows it, two officials confirm it under the breaks.',
          )}
        </p>
      </Frame>
    )
  })
