import type { FC } from 'hono/jsx'
import {
  freezeCardOperation,
  pauseCardOperation,
  resumeCardOperation,
  unfreezeCardOperation,
} from '../../care/routes'
import { setCounterPinOperation } from '../../counter/routes'
import { readCardOperation } from '../../readers/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { pinIn } from '../ui/prove'
import { Notice } from '../ui/text'
import { mayDo } from './refunded'

type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>

const Pin: FC<{ id: string }> = ({ id }) => (
  <Field
    name="pin"
    id={id}
    label={useSay()('支付密码（6 位）', 'PIN (6 digits)')}
    hint={useSay()('有通行密钥的可以不填。', 'Leave it empty to use a passkey.')}
    type="password"
    inputmode="numeric"
    autocomplete="off"
  />
)

/** Freeze and unfreeze, pause and resume, and paying at the counter by PIN. */
page('GET', '/c/cards/:id/care', 'consumer', async ({ params, ask, t }) => {
  const card = await ask(readCardOperation, { params })
  const shop = card.shop.name
  const here = `/c/cards/${params.id}/care`
  return (
    <Frame title={t(`${shop}的卡：挂失和停卡`, `${shop}: freeze and pause`)}>
      {mayDo(card, 'freeze') ? <Freeze here={here} /> : null}
      {mayDo(card, 'unfreeze') ? (
        <form method="post" action={`${here}/unfreeze`} class="card">
          {key()}
          <h2>{t('解除挂失', 'Unfreeze')}</h2>
          <p>{t('以前的消费码不再有效。', 'Earlier codes stay dead.')}</p>
          <Pin id="unfreeze-pin" />
          <button type="submit">{t('解除挂失', 'Unfreeze')}</button>
        </form>
      ) : null}
      {mayDo(card, 'pause') ? <Pause card={card} here={here} /> : null}
      {mayDo(card, 'pay_by_pin') ? <Counter here={here} /> : null}
      <p>
        <a class="button plain" href={`/c/cards/${params.id}`}>
          {t('回这张卡', 'Back to the card')}
        </a>
      </p>
    </Frame>
  )
})

const Freeze: FC<{ here: string }> = ({ here }) => {
  const t = useSay()
  return (
    <form method="post" action={`${here}/freeze`} class="card">
      {key()}
      <h2>{t('挂失', 'Freeze')}</h2>
      <p>
        {t(
          '消费码马上全部作废，谁都用不了；钱不动，随时可以解除。',
          'All codes die at once. The money stays; you can unfreeze at any time.',
        )}
      </p>
      <Choice
        name="reason"
        label={t('为什么', 'Why')}
        of={[
          ['lost_phone', t('手机丢了', 'Lost phone')],
          ['other', t('别的原因', 'Something else')],
        ]}
      />
      <button type="submit" class="danger">
        {t('挂失这张卡', 'Freeze the card')}
      </button>
    </form>
  )
}
const Pause: FC<{ card: CardAnswer; here: string }> = ({ card, here }) => {
  const t = useSay()
  const paused = card.paused
  if (paused)
    return (
      <form method="post" action={`${here}/resume`} class="card">
        {key()}
        <input type="hidden" name="pause_id" value={paused.id} />
        <h2>{t('恢复', 'Resume')}</h2>
        <p>{t(`停卡从 ${paused.from_on} 开始。`, `Paused since ${paused.from_on}.`)}</p>
        <button type="submit">{t('从今天起恢复', 'Resume from today')}</button>
      </form>
    )
  return (
    <form method="post" action={`${here}/pause`} class="card">
      {key()}
      <h2>{t('停卡', 'Pause')}</h2>
      <p>
        {t(
          '停卡期间不扣天，天数往后顺延；次数和天数按合同。',
          'No days are counted while paused; how often and how long is in the contract.',
        )}
      </p>
      <Field name="from_on" label={t('从哪天起', 'From')} type="date" required />
      <Field
        name="days"
        label={t('停几天（不写就到您恢复为止）', 'Days (empty: until you resume)')}
        inputmode="numeric"
        pattern="\d{1,3}"
      />
      <Field name="reason" id="pause-reason" label={t('原因', 'Reason')} required maxlength={100} />
      <button type="submit">{t('停卡', 'Pause')}</button>
    </form>
  )
}
const Counter: FC<{ here: string }> = ({ here }) => {
  const t = useSay()
  return (
    <form method="post" action={`${here}/counter-pin`} class="card">
      {key()}
      <h2>{t('没带手机也能付', 'Paying without a phone')}</h2>
      <Notice is="warn">
        {t(
          '开通后，在柜台报手机尾号、输柜台密码就能付；有每次和每天的上限，每次马上发短信给您。',
          'At the counter: the last digits of your phone and a PIN of its own. Limits apply, and each use sends you an SMS.',
        )}
      </Notice>
      <Choice
        name="enabled"
        label={t('柜台密码付款', 'PIN at the counter')}
        of={[
          ['yes', t('开通', 'On')],
          ['no', t('关闭', 'Off')],
        ]}
      />
      <Field
        name="counter_pin"
        label={t('柜台密码（6 位，另设一个）', 'A PIN for shops (6 digits, another one)')}
        hint={t(
          '和支付密码不同。已经设过的可以不填。',
          'Not your PIN. Leave empty if you have one.',
        )}
        type="password"
        inputmode="numeric"
        autocomplete="off"
      />
      <Pin id="counter-pin" />
      <button type="submit">{t('就这样', 'Save')}</button>
    </form>
  )
}

const toCard = ({ id }: { id: string }) => `/c/cards/${id}`
const again = '/c/cards/:id/care'
actPage('/c/cards/:id/care/freeze', 'consumer', {
  act: freezeCardOperation,
  says: ({ params, form }) => ({ params, body: { reason: form.get('reason') ?? '' } }),
  leads: toCard,
  again,
})
actPage('/c/cards/:id/care/unfreeze', 'consumer', {
  act: unfreezeCardOperation,
  says: ({ params, form }) => ({ params, body: pinIn(form) }),
  leads: toCard,
  again,
})
actPage('/c/cards/:id/care/pause', 'consumer', {
  act: pauseCardOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      from_on: form.get('from_on') ?? '',
      days: form.get('days') ? Number(form.get('days')) : null,
      reason: form.get('reason')?.trim() ?? '',
    },
  }),
  leads: toCard,
  again,
})
actPage('/c/cards/:id/care/counter-pin', 'consumer', {
  act: setCounterPinOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      enabled: form.get('enabled') === 'yes',
      ...pinIn(form),
      ...(form.get('counter_pin') ? { counter_pin: form.get('counter_pin') } : {}),
    },
  }),
  leads: toCard,
  again,
})
actPage('/c/cards/:id/care/resume', 'consumer', {
  act: resumeCardOperation,
  says: ({ form }) => ({ params: { id: form.get('pause_id') ?? '' } }),
  leads: toCard,
  again,
})
