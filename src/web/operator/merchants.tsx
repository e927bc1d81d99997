import { districtShort, sectorName } from '../../kernel/city'
import { listMerchantsOperation } from '../../merchants/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { addressWith, Filters, whereAsked } from '../regulator/where'
import { Grid, More } from '../ui/table'
import { Empty, Money, Notice, Tag } from '../ui/text'
import { waitingTone } from '../ui/tones'

/** Every shop; those that wait to be let in stand first. */
page('GET', '/o/merchants', 'operator', async (visit) => {
  const { ask, c, t, city } = visit
  const where = whereAsked(visit)
  const cursor = c.req.query('cursor')
  const [waiting, admitted] = await Promise.all([
    ask(listMerchantsOperation, { query: { ...where, is_admitted: 'false', limit: '100' } }),
    ask(listMerchantsOperation, { query: { ...where, is_admitted: 'true', limit: '100', cursor } }),
  ])
  const shops = [...(cursor ? [] : waiting.data), ...admitted.data]
  return (
    <Frame title={t('店家', 'Shops')}>
      <Notice is={waitingTone(waiting.data.length > 0)}>
        {waiting.data.length === 0
          ? t('没有等着接入的店。', 'No shop waits to be admitted.')
          : t('有店等着接入，排在最前面。', 'Shops wait to be admitted; they stand first.')}
      </Notice>
      <p class="buttons links">
        <a class="button" href="/o/merchants/new">
          {t('登记一家店', 'Register a shop')}
        </a>
        <a class="button plain" href="/o/join-requests">
          {t('接入预约', 'Appointments to join')}
        </a>
        <a class="button plain" href="/o/court-orders">
          {t('法院冻结', 'Frozen by courts')}
        </a>
      </p>
      <Filters action="/o/merchants" where={where} by_name />
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
            <a href={`/o/merchants/${shop.id}`}>{shop.name}</a>,
            <>
              {shop.admitted_at === null ? (
                <Tag is="warn">{t('等接入', 'waits')}</Tag>
              ) : (
                <Tag is="safe">{t('已接入', 'admitted')}</Tag>
              )}{' '}
              {shop.sales_held_at ? <Tag is="warn">{t('停充值', 'no sales')}</Tag> : null}
            </>,
            `${districtShort(city, shop.district)} · ${sectorName(city, shop.sector)}`,
            shop.level,
            shop.cards_count,
            <Money fen={shop.owed_fen} />,
          ])}
        />
      )}
      <More
        of={admitted}
        href={addressWith('/o/merchants', where)}
        word={t('接下来的店', 'Next shops')}
      />
    </Frame>
  )
})
