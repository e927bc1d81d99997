import { readMeOperation } from '../../identity/routes'
import { districtShort, sectorName } from '../../kernel/city'
import { listWatchedShopsOperation } from '../../supervision/routes'
import { page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Money, percent, Tag } from '../ui/text'
import { addressWith, Filters, Outside, placeText, whereAsked } from './where'
import { Freshness } from './work'

/** Every shop of the jurisdiction with its level, found by name, too; the ones to look at stand first. */
page('GET', '/r/shops', 'regulator', async (visit) => {
  const { t, c, ask, city } = visit
  const where = whereAsked(visit)
  const cursor = c.req.query('cursor')
  const [seen, { districts: own }] = await Promise.all([
    ask(listWatchedShopsOperation, { query: { ...where, limit: '100', cursor } }),
    ask(readMeOperation),
  ])
  const place = placeText(visit, where, own)
  const { totals } = seen
  return (
    <Frame title={t('辖区的店', 'Shops')} lead={place}>
      <Outside where={where} own={own} />
      <Filters action="/r/shops" where={where} by_name own={own} />
      {seen.data.length === 0 ? (
        <Empty>
          <p>{t('这样筛选没有店。', 'No shop fits this filter.')}</p>
          <p>
            <a class="button plain" href="/r/shops">
              {t('去掉筛选', 'Clear the filter')}
            </a>
          </p>
        </Empty>
      ) : (
        <Grid
          caption={t(`${totals.shops_count} 家店`, `${totals.shops_count} shops`)}
          show_caption
          words={[1, 2]}
          head={[
            t('店', 'Shop'),
            t('级别', 'Level'),
            t('地区和行业', 'District, trade'),
            t('欠顾客的钱', 'Owed to customers'),
            t('卡', 'Cards'),
            t('覆盖率', 'Coverage'),
            t('信用', 'Grade'),
          ]}
          rows={seen.data.map((shop) => [
            <a href={`/r/shops/${shop.merchant_id}`}>{shop.merchant_name}</a>,
            <>
              <Level n={shop.urgency} />{' '}
              {shop.sales_held_at ? <Tag is="warn">{t('停充值', 'no sales')}</Tag> : null}
              {shop.admitted_at === null ? <Tag>{t('未接入', 'not admitted')}</Tag> : null}
            </>,
            `${districtShort(city, shop.district)} · ${sectorName(city, shop.sector)}`,
            <Money fen={shop.owed_fen} />,
            shop.cards_count,
            shop.coverage_bp === null ? '—' : percent(shop.coverage_bp),
            shop.level,
          ])}
          sum={[
            t(
              `${place}：${totals.shops_count} 家合计`,
              `${place}: all ${totals.shops_count} shops`,
            ),
            '',
            '',
            <Money fen={totals.owed_fen} />,
            totals.cards_count,
            '',
            '',
          ]}
        />
      )}
      <More of={seen} href={addressWith('/r/shops', where)} word={t('接下来的店', 'Next shops')} />
      <Freshness of={seen} />
    </Frame>
  )
})
