import { ENTITY_TYPES } from '../../kernel/places'
import { applyMerchantOperation } from '../../merchants/routes'
import { actPage } from '../act-page'
import type { Say } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { districtOptions, sectorOptions } from '../ui/places'

const entities = (t: Say) =>
  Object.entries(ENTITY_TYPES).map(([code, of]) => [code, t(of.name, of.name_en)] as const)

/** The form a shop is registered with; it sells nothing before it is admitted. */
page('GET', '/o/merchants/new', 'operator', async ({ t, city, today }) => (
  <Frame title={t('登记一家店', 'Register a shop')} wide={false}>
    <form method="post" action="/o/merchants" class="card">
      {key()}
      <h2>{t('店', 'The shop')}</h2>
      <Field name="name" label={t('店名', 'Name')} required minlength={2} maxlength={40} />
      <Choice name="entity_type" label={t('主体', 'Entity')} of={entities(t)} />
      <Choice name="sector" label={t('行业', 'Trade')} of={sectorOptions(city, today)} />
      <Choice name="district" label={t('地区', 'District')} of={districtOptions(city, today)} />
      <Field name="address" label={t('地址', 'Address')} required maxlength={100} />
      <h2>{t('证照', 'Papers')}</h2>
      <Field
        name="licence_no"
        label={t('统一社会信用代码', 'Licence number')}
        hint={t('18 位', '18 characters')}
        required
        autocapitalize="characters"
      />
      <Field
        name="licence_expires_on"
        label={t('执照到期日', 'Licence until')}
        hint={t('长期有效就不填', 'Leave empty if open-ended')}
        type="date"
      />
      <Field
        name="legal_representative"
        label={t('法定代表人', 'Representative')}
        required
        maxlength={40}
      />
      <Field
        name="lease_ends_on"
        label={t('租约到期日', 'Lease until')}
        hint={t('自有房屋就不填', 'Leave empty if owned')}
        type="date"
      />
      <h2>{t('钱和人', 'Money and people')}</h2>
      <Field
        name="settlement_account_no"
        label={t('结算账户（银行账号）', 'Settlement account')}
        hint={t('12 至 19 位数字；接入时银行核对户名', '12 to 19 digits; the bank checks the name')}
        inputmode="numeric"
        pattern="\d{12,19}"
        required
      />
      <Field name="owner_name" label={t('店主姓名', 'Owner')} required maxlength={40} />
      <Field
        name="phone"
        label={t('店主手机号', 'Owner’s phone')}
        type="tel"
        inputmode="tel"
        required
      />
      <button type="submit">{t('登记', 'Register')}</button>
    </form>
  </Frame>
))

actPage('/o/merchants', 'operator', {
  act: applyMerchantOperation,
  says: ({ form }) => {
    const said = (name: string) => form.get(name)?.trim() ?? ''
    const body = {
      name: said('name'),
      entity_type: said('entity_type'),
      sector: said('sector'),
      district: said('district'),
      address: said('address'),
      licence_no: said('licence_no'),
      licence_expires_on: said('licence_expires_on') || null,
      legal_representative: said('legal_representative'),
      lease_ends_on: said('lease_ends_on') || null,
      settlement_account_no: said('settlement_account_no'),
      owner: { name: said('owner_name'), phone: said('phone') },
    }
    return { body }
  },
  leads: (_params, shop) => `/o/merchants/${shop.id}`,
  again: '/o/merchants/new',
})
