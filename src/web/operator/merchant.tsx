import type { FC } from 'hono/jsx'
import { districtName, sectorName } from '../../kernel/city'
import { readMerchantLevelOperation } from '../../levels/level'
import { admitMerchantOperation, readMerchantOperation } from '../../merchants/routes'
import { listStaffOperation } from '../../people/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Money, Notice, When } from '../ui/text'
import { Grade, Raise } from './level'

type MerchantAnswer = AnswerFor<typeof readMerchantOperation, 'operator'>

const ROLES: Record<string, readonly [string, string]> = {
  owner: ['店主', 'owner'],
  manager: ['店长', 'manager'],
  cashier: ['收银员', 'cashier'],
}

/** Letting a shop in: what the bank does and what the shop may do afterwards, before the button. */
const Admission: FC<{ shop: MerchantAnswer }> = ({ shop }) => {
  const t = useSay()
  if (shop.admitted_at !== null) return null
  return (
    <form method="post" action={`/o/merchants/${shop.id}/admission`} class="card">
      {key()}
      <h2>{t('接入', 'Admission')}</h2>
      <Notice is="warn">
        {t(
          '银行将核对结算账户的户名，并开立存管专户；接入后这家店可以上架套餐、收充值。',
          'The bank checks the settlement account and opens the custody account; then the shop may sell.',
        )}
      </Notice>
      {shop.resembles === null ? null : (
        <Notice is="bad">
          {t('店名和这一家相同或看起来一样，请核对是不是同一家人：', 'Its name reads like: ')}
          <a href={`/o/merchants/${shop.resembles.id}`}>{shop.resembles.name}</a>
        </Notice>
      )}
      <button type="submit">{t('核对并接入', 'Check and admit')}</button>
    </form>
  )
}
page('GET', '/o/merchants/:id', 'operator', async ({ ask, params, t, city }) => {
  const [shop, level, staff] = await Promise.all([
    ask(readMerchantOperation, { params }),
    ask(readMerchantLevelOperation, { params }),
    ask(listStaffOperation, { params, query: { limit: '100' } }),
  ])
  const none = t('没有', 'none')
  return (
    <Frame title={shop.name}>
      <Admission shop={shop} />
      <Raise level={level} />
      <div class="aside">
        <div>
          <section class="card">
            <h2>{t('登记', 'Record')}</h2>
            <Facts
              of={[
                [t('地区', 'District'), districtName(city, shop.district)],
                [t('行业', 'Trade'), sectorName(city, shop.sector)],
                [t('地址', 'Address'), shop.address],
                [t('统一社会信用代码', 'Licence'), shop.licence_no],
                [t('执照到期', 'Licence until'), shop.licence_expires_on || t('长期', 'open')],
                [t('租约到期', 'Lease until'), shop.lease_ends_on || none],
                [t('法定代表人', 'Representative'), shop.legal_representative],
                [t('结算账户', 'Settlement account'), shop.settlement_account_mask],
                [t('存管专户', 'Custody account'), shop.custody_account_mask || none],
                [t('店铺码', 'Shop code'), <a href={`/s/${shop.code}`}>{shop.code}</a>],
                [t('登记于', 'Registered'), <When at={shop.applied_at} />],
                [
                  t('接入于', 'Admitted'),
                  shop.admitted_at ? <When at={shop.admitted_at} /> : t('还没有', 'not yet'),
                ],
              ]}
            />
          </section>
          <Grid
            caption={t('店员', 'Staff')}
            show_caption
            words={[1, 2, 3]}
            head={[t('姓名', 'Name'), t('角色', 'Role'), t('手机', 'Phone'), t('状态', 'State')]}
            rows={staff.data.map((one) => {
              const [zh, en] = ROLES[one.role] ?? ['', '']
              return [
                one.name,
                t(zh, en),
                one.phone_mask,
                one.disabled_at ? t('已停用', 'disabled') : t('在用', 'active'),
              ]
            })}
          />
        </div>
        <div>
          <section class="card">
            <h2>{t('钱', 'Money')}</h2>
            <Facts
              of={[
                [t('卡', 'Cards'), shop.cards_count],
                [t('欠顾客的钱', 'Owed to customers'), <Money fen={shop.owed_fen} />],
                [t('专户', 'Custody'), <Money fen={shop.custody_fen} />],
                [t('应付店家', 'Payable'), <Money fen={shop.payable_fen} />],
              ]}
            />
          </section>
          <Grade level={level} />
        </div>
      </div>
    </Frame>
  )
})

actPage('/o/merchants/:id/admission', 'operator', {
  act: admitMerchantOperation,
  says: ({ params }) => ({ params }),
  leads: ({ id }) => `/o/merchants/${id}`,
  again: '/o/merchants/:id',
})
