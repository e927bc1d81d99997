import { number, page, text } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Empty, Money, Tag } from '../ui/text'
import { ratioOf } from './city-parts'
import { gather } from './gather'
import { levelOf, workOf } from './signals'
import { districtShort, Filters, sectorName, whereOf } from './where'
import { AsOf } from './work'

/** Every shop of the jurisdiction with its level; the ones to look at stand first. */
page('GET', '/r/shops', 'regulator', async (visit) => {
  const { t, c } = visit
  const where = whereOf(visit)
  const seen = await gather(visit, where)
  const work = workOf(seen)
  const shops = seen.merchants
    .map((shop) => ({ shop, level: levelOf(work, text(shop, 'id')) }))
    .sort((a, b) => b.level - a.level || number(b.shop, 'owed_fen') - number(a.shop, 'owed_fen'))
  const sum = (field: string) => shops.reduce((total, { shop }) => total + number(shop, field), 0)
  return (
    <Frame title={t('辖区的店', 'Shops')}>
      <Filters action="/r/shops" where={where} />
      {shops.length === 0 ? (
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
          caption={t(`${shops.length} 家店`, `${shops.length} shops`)}
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
          rows={shops.map(({ shop, level }) => [
            <a href={`/r/shops/${text(shop, 'id')}`}>{text(shop, 'name')}</a>,
            <>
              <Level n={level} />{' '}
              {shop.sales_held_at ? <Tag is="warn">{t('停充值', 'no sales')}</Tag> : null}
              {shop.admitted_at === null ? <Tag>{t('未接入', 'not admitted')}</Tag> : null}
            </>,
            `${districtShort(text(shop, 'district'))} · ${sectorName(text(shop, 'sector'))}`,
            <Money fen={number(shop, 'owed_fen')} />,
            number(shop, 'cards_count'),
            ratioOf(shop, 'coverage_bp'),
            text(shop, 'level'),
          ])}
          sum={[
            t('合计', 'Total'),
            '',
            '',
            <Money fen={sum('owed_fen')} />,
            sum('cards_count'),
            '',
            '',
          ]}
        />
      )}
      <AsOf seen={seen} now={c.var.world.now()} />
    </Frame>
  )
})
