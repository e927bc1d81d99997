import type { FC } from 'hono/jsx'
import { listMerchantShopsOperation } from '../../shops/routes'
import {
  grantAppOperation,
  listAppGrantsOperation,
  listOfferedAppsOperation,
  revokeAppGrantOperation,
} from '../../vendors/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Check } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { scopeName, scopeNames } from './words'

type Grant = AnswerFor<typeof listAppGrantsOperation>['data'][number]
type Offered = AnswerFor<typeof listOfferedAppsOperation>['data'][number]
type Branch = AnswerFor<typeof listMerchantShopsOperation>['data'][number]

/** Which apps of other makers read of the shop: what of it, how often, and one button that ends it. */
page('GET', '/m/apps', 'staff', async ({ ask, c, t }) => {
  const query = { limit: '20', cursor: c.req.query('cursor') }
  const [grants, offered, branches] = await Promise.all([
    ask(listAppGrantsOperation, { query }),
    ask(listOfferedAppsOperation, { query: { limit: '50' } }),
    ask(listMerchantShopsOperation, { query: { is_open: 'true', limit: '50' } }),
  ])
  return (
    <Frame
      title={t('应用', 'Apps')}
      lead={t(
        '别的公司做的收银、报表软件，您授权了才能看本店的数据，随时一按就撤销。应用不能扣款、退款。',
        'Software of other makers sees your shop only if you let it, and one tap ends it. No app charges or refunds.',
      )}
    >
      <div class="ga">
        <div class="gr">
          {grants.data.length === 0 ? (
            <Empty>{t('没有授权过应用。', 'No app was granted anything.')}</Empty>
          ) : null}
          {grants.data.map((grant) => (
            <Granted grant={grant} />
          ))}
          <More of={grants} href="/m/apps" word={t('更早的', 'Earlier')} />
        </div>
        <div class="gr">
          {offered.data.map((app) => (
            <Consent app={app} branches={branches.data} />
          ))}
        </div>
      </div>
    </Frame>
  )
})

const Granted: FC<{ grant: Grant }> = ({ grant }) => {
  const t = useSay()
  return (
    <article class="card">
      <h2>
        {grant.app_name} · {grant.vendor}
      </h2>
      <p>
        <Tag is={stateTone('app_grant', grant.is_open ? 'open' : 'over')}>
          {grant.is_open ? t('能用', 'in use') : t('已撤销或已停用', 'revoked or stopped')}
        </Tag>
      </p>
      <Facts
        of={[
          [t('能做的事', 'It may'), scopeNames(grant.scopes, t)],
          [t('门店', 'Branches'), grant.shops.map(({ name }) => name).join(t('、', ', '))],
          [t('谁授权的', 'Granted by'), grant.granted_by_name],
          [t('授权于', 'Since'), <When at={grant.granted_at} />],
          [t('今天问了', 'Asked today'), String(grant.asked_today)],
          [t('七天里问了', 'Asked in seven days'), String(grant.asked_week)],
        ]}
      />
      {grant.revoked_at === null ? (
        <form method="post" action={`/m/apps/${grant.id}/revocation`}>
          {key()}
          <button type="submit" class="danger">
            {t('撤销，马上不能用', 'Revoke now')}
          </button>
        </form>
      ) : null}
    </article>
  )
}

/** Consent: who asks, what for, which branches; each ticked by the owner, none by us. */
const Consent: FC<{ app: Offered; branches: readonly Branch[] }> = ({ app, branches }) => {
  const t = useSay()
  return (
    <form method="post" action={`/m/apps/offered/${app.id}`} class="card">
      {key()}
      <h2>
        {app.name} · {app.vendor}
      </h2>
      <p>{app.about}</p>
      <fieldset>
        <legend>{t('让它做什么', 'Let it')}</legend>
        {app.scopes.map((scope) => (
          <Check name="scope" value={scope}>
            {scopeName(scope, t)}
          </Check>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('哪些门店', 'At which branches')}</legend>
        {branches.map((branch) => (
          <Check name="shop" value={branch.id}>
            {branch.name}
          </Check>
        ))}
      </fieldset>
      <button type="submit">{t('同意授权', 'Grant it')}</button>
      <p class="note">
        {t(
          '只有店主能授权，要刚用通行密钥登录过；每位店主都会收到消息。',
          'Owners only, freshly signed in by passkey; every owner is told.',
        )}
      </p>
    </form>
  )
}
actPage('/m/apps/offered/:id', 'staff', {
  act: grantAppOperation,
  says: ({ params, form }) => ({
    body: { app_id: params.id, scopes: form.getAll('scope'), shop_ids: form.getAll('shop') },
  }),
  leads: '/m/apps',
  again: '/m/apps',
})
actPage('/m/apps/:id/revocation', 'staff', {
  act: revokeAppGrantOperation,
  says: ({ params }) => ({ params }),
  leads: '/m/apps',
  again: '/m/apps',
})
