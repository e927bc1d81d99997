import type { FC } from 'hono/jsx'
import { listMerchantShopsOperation } from '../../shops/routes'
import { TERMINAL_ACTS, type TerminalAct } from '../../terminals/acts'
import {
  listTerminalsOperation,
  revokeTerminalOperation,
  setTerminalCapOperation,
  startTerminalPairingOperation,
} from '../../terminals/routes'
import { actPage } from '../act-page'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Check, Choice, Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Money, Notice, Tag, When } from '../ui/text'
import { fenIn } from '../ui/yuan'

type TerminalAnswer = AnswerFor<typeof listTerminalsOperation, 'staff'>['data'][number]

const ACTS: Record<TerminalAct, readonly [string, string]> = {
  redeem: ['扫码核销', 'uses by code'],
  claim: ['免码核销', 'uses without a code'],
  void: ['当天撤销它自己的', 'voids its own of the day'],
}
const actsText = (acts: readonly TerminalAct[], t: Say): string =>
  acts.map((act) => t(...ACTS[act])).join(t('、', ', '))

/** The shop's own tills: what each did today, and the way to stop one or to pair another. */
page('GET', '/m/terminals', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [terminals, shops] = await Promise.all([
    ask(listTerminalsOperation, { query: { limit: '50', ...(cursor ? { cursor } : {}) } }),
    ask(listMerchantShopsOperation, { query: { is_open: 'true', limit: '50' } }),
  ])
  return (
    <Frame title={t('收银机', 'Terminals')}>
      <p>
        {t(
          '收银系统自己的机器，不用谁登录就能收银：每台有自己的钥匙、门店、能办的事和一天的上限。',
          'Tills of your own system that need nobody to sign in: each has a key, a shop, acts and a limit a day.',
        )}
      </p>
      {terminals.data.length === 0 ? (
        <Empty>{t('还没有收银机。', 'No terminal yet.')}</Empty>
      ) : null}
      {terminals.data.map((one) => (
        <Terminal one={one} />
      ))}
      <More of={terminals} href="/m/terminals" word={t('更早的', 'Earlier')} />
      <NewTerminal shops={shops.data.map(({ id, name }) => [id, name] as const)} />
    </Frame>
  )
})

const Terminal: FC<{ one: TerminalAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{one.name}</h2>
      <Facts
        of={[
          [t('门店', 'Shop'), one.shop.name],
          [t('能办', 'May do'), actsText(one.acts, t)],
          [
            t('今天', 'Today'),
            <>
              {t(`${one.today_count} 笔，`, `${one.today_count} times, `)}
              <Money fen={one.today_fen} />
            </>,
          ],
          [t('一天最多', 'At most a day'), <Money fen={one.daily_cap_fen} />],
          [
            t('上次使用', 'Last use'),
            one.last_used_at === null ? t('还没有', 'none') : <When at={one.last_used_at} />,
          ],
          [t('谁配对的', 'Paired by'), one.invited_by_name ?? '—'],
        ]}
      />
      {one.revoked_at === null ? (
        <form method="post" action={`/m/terminals/${one.id}/daily-cap`}>
          {key()}
          <Field
            name="daily_cap_fen"
            id={`cap-${one.id}`}
            label={t('改一天的上限（元）', 'Another sum a day (yuan)')}
            hint={t(
              '降低马上算；提高要另一位店主或店长一周内也填同一个数。',
              'Less counts at once; more once another owner or manager says the same within a week.',
            )}
            inputmode="decimal"
            required
          />
          {one.cap_wish_fen === null ? null : (
            <p>
              {t('有人想提高到 ', 'Somebody wants ')}
              <Money fen={one.cap_wish_fen} />
            </p>
          )}
          <button type="submit" class="plain">
            {t('改上限', 'Set it')}
          </button>
        </form>
      ) : null}
      {one.revoked_at === null ? (
        <form method="post" action={`/m/terminals/${one.id}/revocation`}>
          {key()}
          <button type="submit" class="danger">
            {t('停用，马上生效', 'Stop it at once')}
            <span class="skip">{one.name}</span>
          </button>
        </form>
      ) : (
        <p>
          <Tag>{t('已停用', 'stopped')}</Tag> <When at={one.revoked_at} />
        </p>
      )}
    </section>
  )
}

const NewTerminal: FC<{ shops: readonly (readonly [string, string])[] }> = ({ shops }) => {
  const t = useSay()
  return (
    <form method="post" action="/m/terminals" class="card">
      {key()}
      <h2>{t('配对一台', 'Pair one')}</h2>
      <p class="note">
        {t(
          '出码前 5 分钟内要用通行密钥验证过：',
          'Your passkey must have been shown within five minutes: ',
        )}
        <a class="inline" href="/m/security">
          {t('去验证', 'show it')}
        </a>
      </p>
      <Field
        name="name"
        label={t('叫什么', 'Its name')}
        hint={t(
          '顾客在小票和记录里看到，比如：收银机 1号',
          'Customers see it on slips, such as: Till 1',
        )}
        required
        maxlength={20}
      />
      <Choice name="shop_id" label={t('放在哪家门店', 'At which shop')} of={shops} />
      <Field
        name="daily_cap_fen"
        label={t('一天最多经手（元）', 'At most a day (yuan)')}
        inputmode="decimal"
        value="5000"
        required
      />
      <fieldset>
        <legend>{t('能办的事', 'What it may do')}</legend>
        {TERMINAL_ACTS.map((act) => (
          <Check name={act} proposed={act === 'claim' ? '' : 'yes'}>
            {t(...ACTS[act])}
          </Check>
        ))}
      </fieldset>
      <button type="submit">{t('出配对码', 'Show a code')}</button>
    </form>
  )
}

page(
  'POST',
  '/m/terminals',
  'staff',
  async ({ form, ask, t }) => {
    const body = {
      name: form.get('name')?.trim() ?? '',
      shop_id: form.get('shop_id') ?? '',
      daily_cap_fen: fenIn(form.get('daily_cap_fen')),
      acts: TERMINAL_ACTS.filter((act) => form.get(act) !== null),
    }
    const shown = await ask(startTerminalPairingOperation, { body }, form.get('key') ?? undefined)
    return (
      <Frame title={t('配对码', 'Pairing code')}>
        <Notice is="warn" live>
          {t(
            '在收银机上输入这个码。只用一次，谁拿到都能配对：别拍照、别外传。',
            'Type this code at the terminal. It works once, for whoever has it: show it to nobody else.',
          )}
        </Notice>
        <section class="card">
          <p class="money" data-code={shown.code}>
            {shown.code.replace(/(\d{4})(?=\d)/g, '$1 ')}
          </p>
          <Facts
            of={[
              [t('收银机', 'Terminal'), shown.name],
              [t('能办', 'May do'), actsText(shown.acts, t)],
              [t('一天最多', 'At most a day'), <Money fen={shown.daily_cap_fen} />],
              [t('到', 'Until'), <When at={shown.expires_at} />],
            ]}
          />
        </section>
        <a class="button" href="/m/terminals">
          {t('配对好了', 'It is paired')}
        </a>
      </Frame>
    )
  },
  { again: '/m/terminals', secret: true },
)
actPage('/m/terminals/:id/daily-cap', 'staff', {
  act: setTerminalCapOperation,
  says: ({ params, form }) => ({
    params,
    body: { daily_cap_fen: fenIn(form.get('daily_cap_fen')) },
  }),
  leads: '/m/terminals',
  again: '/m/terminals',
})
actPage('/m/terminals/:id/revocation', 'staff', {
  act: revokeTerminalOperation,
  says: ({ params }) => ({ params }),
  leads: '/m/terminals',
  again: '/m/terminals',
})
