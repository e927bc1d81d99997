import { districtShort, sectorName } from '../../kernel/city'
import { number, page, text } from '../door'
import { Frame } from '../frame'
import { wholeList } from '../regulator/gather'
import { Filters, whereOf } from '../regulator/where'
import { Grid } from '../ui/table'
import { Empty, Money, Notice, Tag } from '../ui/text'

/** Every shop; those that wait to be let in stand first. */
page('GET', '/o/merchants', 'operator', async (visit) => {
  const { ask, t, city } = visit
  const where = whereOf(visit)
  const { rows, more } = await wholeList(ask, 'listMerchants', where)
  const waiting = rows.filter(({ admitted_at }) => admitted_at === null)
  const shops = [...waiting, ...rows.filter(({ admitted_at }) => admitted_at !== null)]
  return (
    <Frame title={t('店家', 'Shops')}>
      <Notice is={waiting.length === 0 ? 'safe' : 'warn'}>
        {waiting.length === 0
          ? t('没有等着接入的店。', 'No shop waits to be admitted.')
          : t(`${waiting.length} 家店等着接入。`, `${waiting.length} shops wait to be admitted.`)}
      </Notice>
      <p class="buttons links">
        <a class="button" href="/o/merchants/new">
          {t('登记一家店', 'Register a shop')}
        </a>
      </p>
      <Filters action="/o/merchants" where={where} />
      {shops.length === 0 ? (
        <Empty>
          <p>{t('这样筛选没有店。', 'No shop fits this filter.')}</p>
        </Empty>
      ) : (
        <Grid
          caption={t('店家', 'Shops')}
          words={[1, 2]}
          head={[
            t('店', 'Shop'),
            t('接入', 'Admitted'),
            t('地区和行业', 'District, trade'),
            t('等级', 'Grade'),
            t('卡', 'Cards'),
            t('欠顾客的钱', 'Owed to customers'),
          ]}
          rows={shops.map((shop) => [
            <a href={`/o/merchants/${text(shop, 'id')}`}>{text(shop, 'name')}</a>,
            <>
              {shop.admitted_at === null ? (
                <Tag is="warn">{t('等接入', 'waits')}</Tag>
              ) : (
                <Tag is="safe">{t('已接入', 'admitted')}</Tag>
              )}{' '}
              {shop.sales_held_at ? <Tag is="warn">{t('停充值', 'no sales')}</Tag> : null}
            </>,
            `${districtShort(city, text(shop, 'district'))} · ${sectorName(city, text(shop, 'sector'))}`,
            text(shop, 'level'),
            number(shop, 'cards_count'),
            <Money fen={number(shop, 'owed_fen')} />,
          ])}
        />
      )}
      {more ? (
        <p class="note">{t('只列前 1000 家，请筛选。', 'The first 1,000 only: filter.')}</p>
      ) : null}
    </Frame>
  )
})
