import type { FC } from 'hono/jsx'
import {
  decideSettlementAccountOperation,
  listAccountChangesOperation,
} from '../../accounts/routes'
import { districtShort } from '../../kernel/city'
import { decideNominationOperation, listNominationsOperation } from '../../people/nomination-routes'
import { actPage } from '../act-page'
import { useAround, useSay } from '../around'
import { type AnswerFor, type AskAs, key } from '../door'
import { HOME } from '../nav'
import { When } from '../ui/text'

type Nominations = AnswerFor<typeof listNominationsOperation>['data']

/** Those that this person may decide about; nothing for who is not concerned. */
export async function nominationsFor(ask: AskAs): Promise<Nominations> {
  try {
    return (await ask(listNominationsOperation, { query: { limit: '50' } })).data
  } catch {
    return []
  }
}

type Accounts = AnswerFor<typeof listAccountChangesOperation>['data']
/** Settlement accounts that this person may decide about; nothing for who is not concerned. */
export async function accountsFor(ask: AskAs): Promise<Accounts> {
  try {
    return (await ask(listAccountChangesOperation, { query: { limit: '50' } })).data
  } catch {
    return []
  }
}

/** Each account that waits: from where to where the shop's money goes, from when, and then the buttons. */
export const AccountsComing: FC<{ at: string; of: Accounts }> = ({ at, of }) => {
  const t = useSay()
  return of.map((one) => (
    <form method="post" action={`${at}/accounts/${one.id}/decision`} class="card">
      {key()}
      <h2>{t(`${one.merchant_name} 换结算账户`, `${one.merchant_name}: another account`)}</h2>
      <p>
        {t(
          `现在付到${one.from_mask}，要换成${one.to_mask}（银行核对过户名）。${one.asked_by_name} 要换于 `,
          `Paid to ${one.from_mask} now; to ${one.to_mask} then (the bank has checked the name). Asked by ${one.asked_by_name}, `,
        )}
        <When at={one.asked_at} />
      </p>
      <p role="status">
        {one.state === 'agreed'
          ? t('已有人同意，开始付到新账户：', 'Somebody agreed; paid there from ')
          : t('同意后最早开始付到新账户：', 'If agreed, paid there at the earliest from ')}
        <When at={one.usable_from} />
      </p>
      <div class="buttons">
        {one.state === 'waiting' && !one.is_own ? (
          <button type="submit" name="agreed" value="yes">
            {t('问过店家，同意', 'Asked the shop: agree')}
          </button>
        ) : null}
        <button type="submit" name="agreed" value="no" class="danger">
          {t('拒绝', 'Refuse')}
        </button>
      </div>
      {one.state === 'waiting' && one.is_own ? (
        <p class="note">
          {t(
            '要另一个人同意：另一位店主、银行或平台；同一个手机号不行。',
            'Another person must agree: another owner, the bank or the platform.',
          )}
        </p>
      ) : null}
    </form>
  ))
}

/** What somebody will be able to do, before the button that lets them. */
const OFFICE: Record<Nominations[number]['kind'], readonly [string, string, string, string]> = {
  bank: [
    '银行工作人员',
    'clerk of the bank',
    '能看专户、对账、录入和复核差异、登记保证金',
    'sees custody accounts, resolves breaks with a second clerk, writes down deposits',
  ],
  regulator: [
    '监管人员',
    'supervisor',
    '能看辖区的店、暂停充值、调解、上报失联',
    'sees the shops of the district, stops sales, mediates, reports shops that are gone',
  ],
  operator: [
    '平台操作员',
    'operator',
    '能登记店家和工作人员、评等级、停用账号',
    'enters shops and officials, grades shops, disables accounts',
  ],
  owner: [
    '店主',
    'owner of a shop',
    '能换结算账户、登记店员、发套餐、关店',
    'changes the settlement account, adds staff, publishes offers, closes the shop',
  ],
}

/** Each who is to come into office: what it changes, from when, and then the buttons. */
export const Coming: FC<{ at: string; of: Nominations }> = ({ at, of }) => {
  const t = useSay()
  const { city } = useAround()
  return of.map((one) => {
    const [zh, en, zh_may, en_may] = OFFICE[one.kind]
    const where = one.districts.map((code) => districtShort(city, code)).join('、')
    return (
      <form method="post" action={`${at}/nominations/${one.id}/decision`} class="card">
        {key()}
        <h2>{t(`${one.name} 要做${zh}`, `${one.name} is to be ${en}`)}</h2>
        <p>
          {t(
            `手机 ${one.phone_mask}${where ? `，辖区 ${where}` : ''}。${one.proposed_by_name ?? ''} 登记于 `,
            `Phone ${one.phone_mask}${where ? `, for ${where}` : ''}. Proposed by ${one.proposed_by_name ?? ''}, `,
          )}
          <When at={one.proposed_at} />
          {t(`。生效后${zh_may}。`, `. Once in office: ${en_may}.`)}
        </p>
        <p role="status">
          {one.state === 'agreed'
            ? t('已有人同意，生效时间：', 'Somebody agreed; in office from ')
            : t('同意后最早生效：', 'If agreed, in office at the earliest from ')}
          <When at={one.effective_from ?? one.earliest_from} />
        </p>
        <div class="buttons">
          {one.state === 'waiting' && !one.is_own ? (
            <button type="submit" name="agreed" value="yes">
              {t('核实过，同意', 'Verified: agree')}
            </button>
          ) : null}
          <button type="submit" name="agreed" value="no" class="danger">
            {t('拒绝', 'Refuse')}
          </button>
        </div>
        {one.state === 'waiting' && one.is_own ? (
          <p class="note">
            {t(
              '要另一个人同意；同一个手机号不行。',
              'Another person must agree; the same phone is not one.',
            )}
          </p>
        ) : null}
      </form>
    )
  })
}

for (const kind of ['staff', 'bank', 'regulator', 'operator'] as const) {
  const at = `${HOME[kind]}/security`
  actPage(`${at}/nominations/:id/decision` as '/m/security/nominations/:id/decision', kind, {
    act: decideNominationOperation,
    says: ({ params, form }) => ({ params, body: { agreed: form.get('agreed') === 'yes' } }),
    leads: at,
    again: at,
  })
}
for (const kind of ['staff', 'bank', 'operator'] as const) {
  const at = `${HOME[kind]}/security`
  actPage(`${at}/accounts/:id/decision` as '/m/security/accounts/:id/decision', kind, {
    act: decideSettlementAccountOperation,
    says: ({ params, form }) => ({ params, body: { agreed: form.get('agreed') === 'yes' } }),
    leads: at,
    again: at,
  })
}
