import type { FC } from 'hono/jsx'
import {
  putPinOperation,
  readMeOperation,
  renameMeOperation,
  sendPinCodeOperation,
  signOutEverywhereOperation,
} from '../../identity/routes'
import { listOwnMandatesOperation } from '../../mandates/routes'
import { readNoticeSettingsOperation, setNoticesOperation } from '../../notify/settings-routes'
import { listAccountRecoveriesOperation } from '../../recoveries/routes'
import { listUnionsOperation } from '../../unions/routes'
import { Recoveries } from '../account/recover'
import { Unions } from '../account/union'
import { useSay } from '../around'
import { SignOut } from '../bars/foot'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Objectionable } from '../mandates/one'
import { ownPath } from '../own-path'
import { Field } from '../ui/form'
import { Facts, Notice } from '../ui/text'

type MeAnswer = AnswerFor<typeof readMeOperation, 'consumer'>

page('GET', '/c/me', 'consumer', async ({ ask, t }) => {
  const me = await ask(readMeOperation)
  const settings = await ask(readNoticeSettingsOperation)
  const recoveries = (await ask(listAccountRecoveriesOperation)).data
  const unions = (await ask(listUnionsOperation)).data
  const mandates = await ask(listOwnMandatesOperation, { query: { limit: '10' } })
  return (
    <Frame title={t('我的', 'Me')}>
      <Recoveries all={recoveries} />
      <Unions all={unions} />
      <Objectionable all={mandates.data} />
      <section class="card">
        <Facts
          of={[
            [t('称呼', 'Name'), me.nickname],
            [t('手机', 'Phone'), me.phone_mask],
            [
              t('支付密码', 'PIN'),
              me.pin_set === true ? t('已设置', 'set') : t('还没设置', 'not set'),
            ],
          ]}
        />
        <div class="buttons">
          <a class="button" href="/c/pin">
            {me.pin_set === true ? t('换支付密码', 'Change PIN') : t('设置支付密码', 'Set a PIN')}
          </a>
        </div>
      </section>
      <Security me={me} />
      <ul class="list card">
        {LINKS.map(([href, zh, en]) => (
          <li>
            <a href={href}>{t(zh, en)}</a>
          </li>
        ))}
      </ul>
      <Notices uses={settings.uses === true} />
      <form method="post" action="/c/me/name" class="card">
        {key()}
        <h2>{t('改称呼', 'Change name')}</h2>
        <Field
          name="nickname"
          label={t('店家看到的称呼', 'What shops see')}
          value={me.nickname}
          required
          maxlength={20}
        />
        <button type="submit">{t('改好了', 'Save')}</button>
      </form>
      <section class="card">
        <p>
          {t(
            '在这部手机上退出登录，卡里的钱不动。',
            'Leaves this phone; the cards stay as they are.',
          )}
        </p>
        <SignOut />
      </section>
      <Everywhere />
    </Frame>
  )
})
const Everywhere: FC = () => {
  const t = useSay()
  return (
    <form method="post" action="/c/me/everywhere" class="card">
      {key()}
      <h2>{t('手机丢了？', 'Lost your phone?')}</h2>
      <p>
        {t(
          '在所有手机上退出登录。卡里的钱不动；再到每张卡里点“挂失”。',
          'Sign out on every phone. No money moves; then freeze each card.',
        )}
      </p>
      <button type="submit" class="danger">
        {t('在所有手机上退出', 'Sign out everywhere')}
      </button>
    </form>
  )
}
/** Who may act for me, in the words of somebody who never heard of accounts. */
const Security: FC<{ me: MeAnswer }> = ({ me }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('手机和密码', 'Phone and PIN')}</h2>
      <ul class="list">
        <li>
          <a href="/c/security">{t('登录与安全：通行密钥', 'Sign-in and passkeys')}</a>
        </li>
        <li>
          <a href="/c/devices">{t('谁登录着：我的手机和电脑', 'Where I am signed in')}</a>
        </li>
        <li>
          <a href="/c/phone">{t('换手机号', 'Change my number')}</a>
        </li>
        <li>
          <a href="/c/union">{t('我有两个账户，合成一个', 'I have two accounts: make them one')}</a>
        </li>
        {me.pin_set ? (
          <li>
            <a href="/c/recover">{t('忘了支付密码', 'I forgot my PIN')}</a>
          </li>
        ) : null}
      </ul>
    </section>
  )
}
const LINKS = [
  ['/c/holds', '预约和待确认', 'Bookings and open uses'],
  ['/c/refunds', '我的退款', 'My refunds'],
  ['/c/complaints', '我的投诉', 'My complaints'],
  ['/c/disputes', '付款争议', 'Payment disputes'],
  ['/c/family', '家人陪护和转让', 'Family and transfers'],
  ['/c/mandates', '继承和监护', 'Heirs and guardians'],
  ['/c/changes', '店家的变动', 'Changes at my shops'],
  ['/c/readings', '谁看过我的资料', 'Who read of me'],
  ['/c/data', '我的资料：导出、注销', 'My data: copy, erase'],
] as const

const Notices: FC<{ uses: boolean }> = ({ uses }) => {
  const t = useSay()
  return (
    <form method="post" action="/c/me/notices" class="card">
      {key()}
      <h2>{t('短信提醒', 'SMS notices')}</h2>
      <p>
        {uses
          ? t('每次使用都给您发短信。', 'Every use sends you an SMS.')
          : t('日常使用不发短信。', 'Everyday uses send no SMS.')}
        {t(
          '异议、冻结、转让、退款总会告诉您。',
          ' Objections, freezes, transfers and refunds always do.',
        )}
      </p>
      <a href="/c/devices#push">{t('在手机上也弹一条提醒', 'Show them on this device, too')}</a>
      <input type="hidden" name="uses" value={uses ? 'no' : 'yes'} />
      <button type="submit" class="plain">
        {uses ? t('日常使用不再发', 'Stop them for everyday uses') : t('每次使用都发', 'Send them')}
      </button>
    </form>
  )
}
page(
  'POST',
  '/c/me/name',
  'consumer',
  async ({ c, form, ask }) => {
    const body = { nickname: form.get('nickname')?.trim() ?? '' }
    await ask(renameMeOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/c/me', 303)
  },
  { again: '/c/me' },
)
page(
  'POST',
  '/c/me/notices',
  'consumer',
  async ({ c, form, ask }) => {
    const body = { uses: form.get('uses') === 'yes' }
    await ask(setNoticesOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/c/me', 303)
  },
  { again: '/c/me' },
)
page('POST', '/c/me/everywhere', 'consumer', async ({ c, form, ask }) => {
  await ask(signOutEverywhereOperation, {}, form.get('key') ?? undefined)
  return c.redirect('/', 303)
})

/** Setting a PIN goes on where it was asked for: a use that waits for it, say. */
const Next: FC<{ next: string }> = ({ next }) => <input type="hidden" name="next" value={next} />
const PinForm: FC<{ had: boolean; next: string }> = ({ had, next }) => {
  const t = useSay()
  return (
    <form method="post" action="/c/pin" class="card">
      {key()}
      <Next next={next} />
      <Field
        name="code"
        label={t('短信验证码（6 位）', 'SMS code')}
        inputmode="numeric"
        autocomplete="one-time-code"
        required
      />
      {had ? (
        <Field
          name="old_pin"
          label={t('现在的支付密码', 'Your present PIN')}
          type="password"
          inputmode="numeric"
          autocomplete="current-password"
          required
        />
      ) : null}
      <Field
        name="pin"
        label={t('新的支付密码（6 位数字）', 'New PIN (6 digits)')}
        hint={t('别用生日、123456。谁问都不要说。', 'No birthday, no 123456. Tell nobody.')}
        type="password"
        inputmode="numeric"
        autocomplete="new-password"
        required
      />
      <button type="submit">{t('设好了', 'Set the PIN')}</button>
    </form>
  )
}
const PinPage: FC<{ me: MeAnswer; sent: boolean; next: string }> = ({ me, sent, next }) => {
  const t = useSay()
  return (
    <Frame title={t('设置支付密码', 'Set a PIN')}>
      {sent ? (
        <>
          <Notice is="safe" live>
            {t(`验证码已发到 ${me.phone_mask}`, `A code went to ${me.phone_mask}`)}
          </Notice>
          <PinForm had={me.pin_set} next={next} />
        </>
      ) : (
        <form method="post" action="/c/pin/code" class="card">
          {key()}
          <Next next={next} />
          <p>
            {t(
              '大额付款要输支付密码。先发一条验证码到您的手机，证明是您本人。',
              'Larger payments ask for a PIN. First a code goes to your phone.',
            )}
          </p>
          <button type="submit">{t('发验证码', 'Send the code')}</button>
        </form>
      )}
    </Frame>
  )
}
/** Where to go on to: the page that asked for a PIN, or the person's own. */
const nextOf = (said: string | null | undefined): string => ownPath(said ?? '/c/me', 'consumer')
page('GET', '/c/pin', 'consumer', async ({ c, ask, refusal, form }) => (
  <PinPage
    next={nextOf(refusal ? form.get('next') : c.req.query('next'))}
    me={await ask(readMeOperation)}
    sent={
      c.req.query('sent') === '1' ||
      refusal?.code === 'code_wrong' ||
      (c.req.path === '/c/pin' && refusal !== null)
    }
  />
))
page(
  'POST',
  '/c/pin/code',
  'consumer',
  async ({ c, form, ask }) => {
    await ask(sendPinCodeOperation, { body: { purpose: 'pin' } }, form.get('key') ?? undefined)
    return c.redirect(`/c/pin?sent=1&next=${encodeURIComponent(nextOf(form.get('next')))}`, 303)
  },
  { again: '/c/pin' },
)
page(
  'POST',
  '/c/pin',
  'consumer',
  async ({ c, form, ask }) => {
    const old_pin = form.get('old_pin')
    const body = {
      pin: form.get('pin') ?? '',
      code: form.get('code')?.trim() ?? '',
      ...(old_pin ? { old_pin } : {}),
    }
    await ask(putPinOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(nextOf(form.get('next')), 303)
  },
  { again: '/c/pin' },
)
