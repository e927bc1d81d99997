import { sectorName } from '../../kernel/city'
import { listMerchantsOperation } from '../../merchants/routes'
import { useSay } from '../around'
import { ratioText } from '../closes/coverage'
import { page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { districtOptions, sectorOptions } from '../ui/places'
import { Grid, More } from '../ui/table'
import { Empty, Money } from '../ui/text'
import { askedIn, hrefWith } from './words'

type Options = readonly (readonly [string, string])[]
const all = (of: Options, word: string): Options => [['', word], ...of]

const NAME_MAX = 40

/** Every shop with its custody account: what it owes its customers, and what stands behind it. */
page('GET', '/b/merchants', 'bank', async ({ ask, c, t, city, today }) => {
  const { q, ...asked } = askedIn(c.req.url, ['district', 'sector', 'cursor', 'q'])
  const name = q?.trim().slice(0, NAME_MAX)
  const lasting = name ? { ...asked, q: name } : asked
  const query = name ? { ...asked, name } : asked
  const shops = await ask(listMerchantsOperation, { query: { limit: '50', ...query } })
  const rows = shops.data
  return (
    <Frame title={t('店家和专户', 'Shops and custody')}>
      <form method="get" action="/b/merchants" class="filters">
        <Choice
          name="district"
          label={t('地区', 'District')}
          value={asked.district ?? ''}
          of={all(districtOptions(city, today), t('全市', 'All'))}
        />
        <Choice
          name="sector"
          label={t('行业', 'Sector')}
          value={asked.sector ?? ''}
          of={all(sectorOptions(city, today), t('全部行业', 'All'))}
        />
        <Field
          name="q"
          label={t('店名', 'Name')}
          value={name ?? ''}
          type="search"
          maxlength={NAME_MAX}
        />
        <div class="field">
          <button type="submit">{t('看', 'Show')}</button>
        </div>
      </form>
      {rows.length === 0 ? (
        <Empty>
          {t('没有这样的店。', 'No such shops.')}{' '}
          <a class="inline" href="/b/merchants">
            {t('看全部', 'Show all')}
          </a>
        </Empty>
      ) : (
        <Grid
          caption={t('店家', 'Shops')}
          head={[
            t('店', 'Shop'),
            t('行业', 'Sector'),
            t('等级', 'Level'),
            t('专户', 'Account'),
            t('欠顾客', 'Owed'),
            t('专户余额', 'Custody'),
            t('覆盖率', 'Coverage'),
          ]}
          words={[1, 2, 3]}
          rows={rows.map((shop) => [
            <a href={`/b/merchants/${shop.id}`}>{shop.name}</a>,
            sectorName(city, shop.sector),
            shop.level,
            shop.custody_account_no
              ? `${t('尾号', '…')} ${shop.custody_account_no.slice(-4)}`
              : t('未开', 'none'),
            <Money fen={shop.owed_fen} />,
            <Money fen={shop.custody_fen} />,
            ratioText(shop.coverage_bp),
          ])}
        />
      )}
      <More of={shops} href={hrefWith('/b/merchants', lasting)} word={t('下一页店家', 'More')} />
      <Elsewhere />
    </Frame>
  )
})

const Elsewhere = () => {
  const t = useSay()
  return (
    <p>
      <a class="inline" href="/b/settlements">
        {t('入专户的各笔', 'Settlements')}
      </a>{' '}
      <a class="inline" href="/b/payouts">
        {t('出款', 'Payouts')}
      </a>{' '}
      <a class="inline" href="/b/parked">
        {t('挂账', 'Parked')}
      </a>{' '}
      <a class="inline" href="/b/quarters">
        {t('季度数', 'Quarters')}
      </a>{' '}
      <a class="inline" href="/b/accounts">
        {t('试算平衡', 'Trial balance')}
      </a>
    </p>
  )
}
