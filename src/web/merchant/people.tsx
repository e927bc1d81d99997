import { readMeOperation } from '../../identity/routes'
import {
  addStaffOperation,
  disableStaffMemberOperation,
  listStaffOperation,
} from '../../people/routes'
import {
  addShopOperation,
  closeShopOperation,
  listMerchantShopsOperation,
} from '../../shops/routes'
import { useSay } from '../around'
import { Coming, nominationsFor } from '../common/nominations'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { districtOptions } from '../ui/places'
import { Grid } from '../ui/table'
import { Tag, When } from '../ui/text'

const ROLE: Record<string, readonly [string, string]> = {
  owner: ['店主', 'Owner'],
  manager: ['店长', 'Manager'],
  cashier: ['收银员', 'Cashier'],
}

page('GET', '/m/people', 'staff', async ({ ask, t, city, today }) => {
  const me = await ask(readMeOperation)
  const [staff, shops] = await Promise.all([
    ask(listStaffOperation, { params: { id: me.merchant_id }, query: { limit: '100' } }),
    ask(listMerchantShopsOperation, { query: { is_open: 'true', limit: '100' } }),
  ])
  const open = shops.data
  return (
    <Frame title={t('店员和门店', 'Staff and shops')}>
      <Grid
        caption={t('店员', 'Staff')}
        head={[
          t('姓名', 'Name'),
          t('身份', 'Role'),
          t('手机', 'Phone'),
          t('谁登记', 'Added by'),
          t('上次登录', 'Last sign-in'),
          t('能做什么', 'Actions'),
        ]}
        words={[1, 2, 3, 4, 5]}
        rows={staff.data.map((one) => [
          one.name,
          t(...(ROLE[one.role] ?? ['', ''])),
          one.phone_mask,
          one.created_by_name ?? t('随店登记', 'came with the shop'),
          one.last_signed_in_at === null ? t('没有', 'none') : <When at={one.last_signed_in_at} />,
          one.state === 'waiting' ? (
            <Tag is="warn">{t('等另一个人同意', 'needs a second person')}</Tag>
          ) : one.disabled_at !== null ? (
            <Tag>{t('已停用', 'disabled')}</Tag>
          ) : one.id === me.id || one.role === 'owner' ? (
            ''
          ) : (
            <form method="post" action={`/m/people/${one.id}/disabling`}>
              {key()}
              <button type="submit" class="link">
                {t('停用', 'Disable')}
                <span class="skip">{one.name}</span>
              </button>
            </form>
          ),
        ])}
      />
      <Coming at="/m/security" of={await nominationsFor(ask)} />
      <NewStaff />
      <h2>{t('门店', 'Shops')}</h2>
      {open.map((shop) => (
        <article class="card">
          <h3>{shop.name}</h3>
          <p class="note">
            {shop.district_name} {shop.address}
          </p>
          {open.length > 1 ? (
            <form method="post" action={`/m/shops/${shop.id}/closure`}>
              {key()}
              <button type="submit" class="danger">
                {t('关这家门店', 'Close this shop')}
              </button>
            </form>
          ) : null}
        </article>
      ))}
      <NewShop districts={districtOptions(city, today)} />
    </Frame>
  )
})
const NewShop = ({ districts }: { districts: ReturnType<typeof districtOptions> }) => {
  const t = useSay()
  return (
    <form method="post" action="/m/shops" class="card">
      {key()}
      <h2>{t('加一家门店', 'Add a shop')}</h2>
      <Field name="name" id="shop-name" label={t('门店名', 'Name')} required maxlength={30} />
      <Field name="address" label={t('地址', 'Address')} required maxlength={60} />
      <Choice name="district" label={t('地区', 'District')} of={districts} />
      <button type="submit" class="plain">
        {t('加上', 'Add')}
      </button>
    </form>
  )
}
const NewStaff = () => {
  const t = useSay()
  return (
    <form method="post" action="/m/people" class="card">
      {key()}
      <h2>{t('登记一位店员', 'Add staff')}</h2>
      <Field name="name" label={t('姓名', 'Name')} required maxlength={20} />
      <Field name="phone" label={t('手机号', 'Phone')} type="tel" required />
      <Choice
        name="role"
        label={t('身份', 'Role')}
        hint={t('收银员只能核销，看不到合计。', 'A cashier redeems and sees no totals.')}
        of={[
          ['cashier', t('收银员', 'Cashier')],
          ['manager', t('店长', 'Manager')],
        ]}
      />
      <button type="submit">{t('登记', 'Add')}</button>
    </form>
  )
}

page(
  'POST',
  '/m/people',
  'staff',
  async ({ c, form, ask }) => {
    const { merchant_id: id } = await ask(readMeOperation)
    const body = {
      name: form.get('name')?.trim() ?? '',
      phone: form.get('phone')?.trim() ?? '',
      role: form.get('role') ?? '',
    }
    await ask(addStaffOperation, { params: { id }, body }, form.get('key') ?? undefined)
    return c.redirect('/m/people', 303)
  },
  { again: '/m/people' },
)
page(
  'POST',
  '/m/people/:id/disabling',
  'staff',
  async ({ c, params, form, ask }) => {
    const { merchant_id: id } = await ask(readMeOperation)
    const said = { params: { id, staff_id: params.id } }
    await ask(disableStaffMemberOperation, said, form.get('key') ?? undefined)
    return c.redirect('/m/people', 303)
  },
  { again: '/m/people' },
)
page(
  'POST',
  '/m/shops',
  'staff',
  async ({ c, form, ask }) => {
    const body = {
      name: form.get('name')?.trim() ?? '',
      address: form.get('address')?.trim() ?? '',
      district: form.get('district') ?? '',
    }
    await ask(addShopOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/m/people', 303)
  },
  { again: '/m/people' },
)
page(
  'POST',
  '/m/shops/:id/closure',
  'staff',
  async ({ c, params, form, ask }) => {
    await ask(closeShopOperation, { params }, form.get('key') ?? undefined)
    return c.redirect('/m/people', 303)
  },
  { again: '/m/people' },
)
