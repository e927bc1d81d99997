import type { FC } from 'hono/jsx'
import {
  admitAppOperation,
  listAppsOperation,
  makeAppKeyOperation,
  registerAppOperation,
  revokeAppKeyOperation,
  suspendAppOperation,
} from '../../vendors/desk-routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Check, Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { ALL_SCOPES, scopeName, scopeNames } from './words'

type AppAnswer = AnswerFor<typeof listAppsOperation>['data'][number]

/** Apps of other makers: entered by one, admitted by another, stopped by anybody, with their keys and how often they ask. */
page('GET', '/o/apps', 'operator', async ({ ask, c, t }) => {
  const apps = await ask(listAppsOperation, {
    query: { limit: '20', cursor: c.req.query('cursor') },
  })
  return (
    <Frame title={t('别家的应用', 'Apps of other makers')}>
      <div class="ga">
        <div class="gr">
          {apps.data.length === 0 ? <Empty>{t('还没有应用。', 'No apps yet.')}</Empty> : null}
          {apps.data.map((app) => (
            <One app={app} />
          ))}
          <More of={apps} href="/o/apps" word={t('更早的', 'Earlier')} />
        </div>
        <Register />
      </div>
    </Frame>
  )
})
const One: FC<{ app: AppAnswer }> = ({ app }) => {
  const t = useSay()
  const said = {
    waiting: t('等另一个人准入', 'waits for another person'),
    open: t('在用', 'in use'),
    suspended: t('已停用', 'stopped'),
  }
  const at = `/o/apps/${app.id}`
  return (
    <article class="card">
      <h2>
        {app.name} · {app.vendor}
      </h2>
      <p>
        <Tag is={stateTone('app', app.state)}>{said[app.state]}</Tag>
      </p>
      <Facts
        of={[
          [t('编号', 'Id'), <code>{app.id}</code>],
          [t('做什么', 'What it does'), app.about],
          [t('至多能要', 'May ask for'), scopeNames(app.scopes, t)],
          [t('一分钟至多', 'A minute'), String(app.a_minute)],
          [t('几家店授权着', 'Shops'), String(app.grants_count)],
          [t('七天里问了', 'Asked in seven days'), String(app.asked_week)],
          ...(app.suspended_reason === null
            ? []
            : [[t('为什么停用', 'Stopped because'), app.suspended_reason] as const]),
        ]}
      />
      {app.keys.length === 0 ? null : (
        <ul class="list">
          {app.keys.map((one) => (
            <li>
              …{one.hint} · {one.api_version} · <When at={one.created_at} />
              {one.revoked_at === null ? (
                <form method="post" action={`${at}/keys/${one.id}/revocation`}>
                  {key()}
                  <button type="submit" class="plain">
                    {t('停用这把密钥', 'Revoke this key')}
                  </button>
                </form>
              ) : (
                <span> {t('已停用', 'revoked')}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {app.state === 'open' ? <Running at={at} id={app.id} /> : <Admit at={at} />}
    </article>
  )
}
const Admit: FC<{ at: string }> = ({ at }) => {
  const t = useSay()
  return (
    <form method="post" action={`${at}/admission`}>
      {key()}
      <button type="submit">{t('准入（要另一个人）', 'Admit it (another person)')}</button>
    </form>
  )
}
const Running: FC<{ at: string; id: string }> = ({ at, id }) => {
  const t = useSay()
  return (
    <>
      <form method="post" action={`${at}/keys`}>
        {key()}
        <button type="submit" class="plain">
          {t('出一把密钥', 'Make a key')}
        </button>
      </form>
      <form method="post" action={`${at}/suspension`}>
        {key()}
        <Field
          name="reason"
          id={`reason-${id}`}
          label={t('为什么停用', 'Why it is stopped')}
          maxlength={200}
          required
        />
        <button type="submit" class="danger">
          {t('停用，所有店马上不能用', 'Stop it everywhere')}
        </button>
      </form>
    </>
  )
}
const Register: FC = () => {
  const t = useSay()
  return (
    <form method="post" action="/o/apps" class="card">
      {key()}
      <h2>{t('登记一个应用', 'Register an app')}</h2>
      <Field name="name" label={t('名字', 'Name')} maxlength={40} required />
      <Field name="vendor" label={t('公司', 'Company')} maxlength={60} required />
      <Field name="about" label={t('做什么', 'What it does')} maxlength={200} required />
      <Field
        name="a_minute"
        label={t('一分钟至多问几次', 'How often a minute')}
        inputmode="numeric"
        value="300"
        required
      />
      <fieldset>
        <legend>{t('至多能要的范围', 'The most it may ask for')}</legend>
        {ALL_SCOPES.map((scope) => (
          <Check name="scope" value={scope}>
            {scopeName(scope, t)}
          </Check>
        ))}
      </fieldset>
      <button type="submit">{t('登记，等另一个人准入', 'Register it')}</button>
    </form>
  )
}
actPage('/o/apps', 'operator', {
  act: registerAppOperation,
  says: ({ form }) => ({
    body: {
      name: form.get('name'),
      vendor: form.get('vendor'),
      about: form.get('about'),
      a_minute: Number(form.get('a_minute')),
      scopes: form.getAll('scope'),
    },
  }),
  leads: '/o/apps',
  again: '/o/apps',
})
actPage('/o/apps/:id/admission', 'operator', {
  act: admitAppOperation,
  says: ({ params }) => ({ params }),
  leads: '/o/apps',
  again: '/o/apps',
})
actPage('/o/apps/:id/suspension', 'operator', {
  act: suspendAppOperation,
  says: ({ params, form }) => ({ params, body: { reason: form.get('reason') } }),
  leads: '/o/apps',
  again: '/o/apps',
})
actPage('/o/apps/:id/keys/:key_id/revocation', 'operator', {
  act: revokeAppKeyOperation,
  says: ({ params }) => ({ params }),
  leads: '/o/apps',
  again: '/o/apps',
})
/** The secret is on this page and nowhere else: it is shown once, and no browser keeps it. */
page(
  'POST',
  '/o/apps/:id/keys',
  'operator',
  async ({ params, form, ask, t }) => {
    const made = await ask(makeAppKeyOperation, { params }, form.get('key') ?? undefined)
    return (
      <Frame title={t('新的密钥', 'A new key')}>
        <Notice is="warn">
          {t('只在这里给一次，请现在交给开发公司。', 'Told here once: hand it to the maker now.')}
        </Notice>
        <Facts
          of={[
            ['client_id', <code>{params.id}</code>],
            ['client_secret', <code>{made.secret}</code>],
            [t('接口版本', 'API version'), made.api_version],
          ]}
        />
        <p>
          <a href="/o/apps">{t('回到应用', 'Back to the apps')}</a>
        </p>
      </Frame>
    )
  },
  { again: '/o/apps', secret: true },
)
