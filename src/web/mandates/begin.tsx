import type { FC } from 'hono/jsx'
import { listOwnMandatesOperation, openMandateOperation } from '../../mandates/routes'
import { shareFrom } from '../../mandates/rules'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { causeName, type MandateAnswer, relationChoices, stateName } from './words'

/** What heirs and guardians ask that concerns me: as who asks, as whose account it is, as an heir, as a companion. */
page('GET', '/c/mandates', 'consumer', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const own = await ask(listOwnMandatesOperation, { query: { limit: '20', cursor } })
  return (
    <Frame
      title={t('继承和监护', 'Heirs and guardians')}
      lead={t(
        '家人去世，卡可以由继承人接手；家人没有行为能力或未成年，监护人可以替他看卡、提异议、退款。',
        'When somebody dies, heirs take over the cards; a guardian looks after those of a child or of somebody who cannot act.',
      )}
    >
      {own.data.length === 0 ? (
        <Empty>{t('没有这样的申请。', 'Nothing of the kind.')}</Empty>
      ) : null}
      {own.data.map((one) => (
        <Row one={one} at={`/c/mandates/${one.id}`} />
      ))}
      <More of={own} href="/c/mandates" word={t('更早的', 'Earlier')} />
      <ul class="list card">
        <li>
          <a href="/c/mandates/new/death">
            {t('家人去世了，我要继承', 'Somebody died: I inherit')}
          </a>
        </li>
        <li>
          <a href="/c/mandates/new/minority">{t('我是孩子的监护人', 'I am a child’s guardian')}</a>
        </li>
        <li>
          <a href="/c/mandates/new/incapacity">
            {t('我是没有行为能力的家人的监护人', 'I am the guardian of somebody who cannot act')}
          </a>
        </li>
      </ul>
    </Frame>
  )
})

export const Row: FC<{ one: MandateAnswer; at: string }> = ({ one, at }) => {
  const t = useSay()
  return (
    <article class="card">
      <h2>
        <a href={at}>
          {one.account_phone_mask} · {causeName(one.cause, t)}
        </a>
      </h2>
      <p>
        <Tag is={stateTone('mandate', one.state)}>{stateName(one.state, t)}</Tag>
      </p>
      <p class="small mute">
        {t(`${one.filer_phone_mask} 申请于 `, `Asked by ${one.filer_phone_mask}, `)}
        <When at={one.filed_at ?? one.created_at} />
      </p>
    </article>
  )
}

const CAUSES = ['death', 'incapacity', 'minority'] as const
const OTHERS = ['2', '3', '4'] as const
page('GET', '/c/mandates/new/:cause', 'consumer', async ({ params, t }) => {
  const cause = CAUSES.find((one) => one === params.cause) ?? 'death'
  return (
    <Frame
      title={causeName(cause, t)}
      lead={t(
        '先登记，再加材料，最后提交。提交后那个手机号、登录着的设备和陪护的家人都会知道，15 天里可以异议。',
        'Then the papers, then the filing: the account and its companions hear of it and may object for fifteen days.',
      )}
    >
      <form method="post" action={`/c/mandates/new/${cause}`} class="card">
        {key()}
        <Field
          name="phone"
          label={t('那个账户的手机号', 'Phone of the account')}
          type="tel"
          inputmode="tel"
          required
        />
        <Field name="name" label={t('本人姓名', 'The person’s name')} maxlength={40} required />
        <Choice name="relation" label={t('您是他的', 'You are their')} of={relationChoices(t)} />
        {cause === 'death' ? <Heirs /> : null}
        {cause === 'minority' ? (
          <Field name="born_on" label={t('孩子的生日', 'Born on')} type="date" required />
        ) : null}
        <button type="submit">{t('登记，下一步加材料', 'Go on to the papers')}</button>
      </form>
    </Frame>
  )
})
const Heirs: FC = () => {
  const t = useSay()
  return (
    <>
      <Field name="died_on" label={t('去世日期', 'Died on')} type="date" required />
      <Field
        name="share"
        label={t('您的份额（%）', 'Your share (%)')}
        hint={t('只有您一位继承人就是 100。', '100 if you are the only heir.')}
        inputmode="decimal"
        value="100"
        required
      />
      <details>
        <summary>{t('还有别的继承人', 'There are other heirs')}</summary>
        <p class="small">
          {t(
            '每位都要有自己的账户，用支付密码确认。份额加起来是 100。',
            'Each needs an account and confirms by PIN. The shares make 100.',
          )}
        </p>
        {OTHERS.map((n) => (
          <fieldset>
            <legend>{t(`第 ${n} 位`, `Heir ${n}`)}</legend>
            <Field name={`phone_${n}`} label={t('手机号', 'Phone')} type="tel" inputmode="tel" />
            <Choice
              name={`relation_${n}`}
              label={t('是他的', 'They are their')}
              of={relationChoices(t)}
            />
            <Field name={`share_${n}`} label={t('份额（%）', 'Share (%)')} inputmode="decimal" />
          </fieldset>
        ))}
      </details>
    </>
  )
}
page(
  'POST',
  '/c/mandates/new/:cause',
  'consumer',
  async ({ c, params, form, ask }) => {
    const said = (name: string) => form.get(name)?.trim() ?? ''
    const person = { phone: said('phone'), name: said('name'), relation: said('relation') }
    const heirs = OTHERS.filter((n) => said(`phone_${n}`) !== '').map((n) => ({
      phone: said(`phone_${n}`),
      relation: said(`relation_${n}`),
      share_bp: shareFrom(said(`share_${n}`)),
    }))
    const facts = {
      death: {
        cause: 'death',
        died_on: said('died_on'),
        share_bp: shareFrom(said('share')),
        heirs,
      },
      minority: { cause: 'minority', born_on: said('born_on') },
      incapacity: { cause: 'incapacity' },
    } as const
    const cause = CAUSES.find((one) => one === params.cause) ?? 'death'
    const body = { ...person, ...facts[cause] }
    const opened = await ask(openMandateOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/c/mandates/${opened.id}`, 303)
  },
  { again: '/c/mandates/new/:cause' },
)
