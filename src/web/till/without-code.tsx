import type { FC } from 'hono/jsx'
import { listCounterCardsOperation, redeemAtCounterOperation } from '../../counter/routes'
import { startClaimOperation } from '../../holds/routes'
import { readMeOperation } from '../../identity/routes'
import { listCardsOperation } from '../../readers/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Choice, Field, Words } from '../ui/form'
import { Empty, Notice, unitsText } from '../ui/text'
import { priceList, typedUse, What } from './what'

type CardAnswer =
  | AnswerFor<typeof listCardsOperation>['data'][number]
  | AnswerFor<typeof listCounterCardsOperation>['data'][number]

/** Finds the cards behind the last digits of a phone; each leads on to what is to be done with it. */
page('GET', '/m/counter', 'staff', async ({ c, ask, t }) => {
  const tail = c.req.query('phone_tail')?.trim() ?? ''
  const found = /^\d{4}$/.test(tail)
    ? (await ask(listCounterCardsOperation, { query: { phone_tail: tail } })).data
    : null
  return (
    <Frame title={t('没带手机：尾号加密码', 'No phone: digits and PIN')}>
      <form method="get" action="/m/counter" class="card">
        <Field
          name="phone_tail"
          label={t('手机尾号（4 位）', 'Last 4 digits')}
          inputmode="numeric"
          pattern="\d{4}"
          value={tail}
          required
        />
        <button type="submit">{t('找卡', 'Find')}</button>
      </form>
      {found?.length === 0 ? (
        <Empty>
          {t(
            '没有找到开通了柜台密码的卡。顾客要先在自己的卡里开通，或用免码核销。',
            'No card found with counter PIN switched on by its holder.',
          )}
        </Empty>
      ) : null}
      {(found ?? []).map((card) => (
        <article class="card">
          <h2>
            {card.nickname} {card.phone_mask}
          </h2>
          <p>
            {card.service} {t('还剩 ', 'left ')}
            {unitsText(card.unit, card.remaining_units, t)}
          </p>
          <a
            class="button"
            href={`/m/counter/${card.card_id}?phone_tail=${encodeURIComponent(tail)}`}
          >
            {t('用这张卡', 'Use this card')}
          </a>
        </article>
      ))}
    </Frame>
  )
})
page('GET', '/m/counter/:id', 'staff', async ({ c, params, form, ask, t, refusal }) => {
  const items = await priceList(ask)
  const tail = refusal ? form.get('phone_tail') : c.req.query('phone_tail')
  return (
    <Frame title={t('请顾客输密码', 'The customer types the PIN')}>
      <form method="post" action={`/m/counter/${params.id}`} class="card">
        {key()}
        <input type="hidden" name="phone_tail" value={tail ?? ''} />
        <What items={items} />
        <Field
          name="pin"
          label={t('支付密码：请顾客自己输', 'PIN: typed by the customer')}
          type="password"
          inputmode="numeric"
          autocomplete="off"
          required
        />
        <button type="submit">{t('付款', 'Pay')}</button>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/m/counter/:id',
  'staff',
  async ({ c, params, form, ask }) => {
    const body = {
      card_id: params.id,
      phone_tail: form.get('phone_tail') ?? '',
      pin: form.get('pin') ?? '',
      ...typedUse(form),
    }
    const use = await ask(redeemAtCounterOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/m/redemptions/${use.id}`, 303)
  },
  { again: '/m/counter/:id', secret: true },
)

/** The cards to choose from: those behind a phone's last digits, else the shop's newest where the role may list them. */
async function cardsOf(
  { ask, t }: Pick<Visit, 'ask' | 't'>,
  tail: string,
): Promise<{ id: string; said: string }[]> {
  const left = (card: CardAnswer) => unitsText(card.unit, card.remaining_units, t)
  if (/^\d{4}$/.test(tail))
    return (await ask(listCounterCardsOperation, { query: { phone_tail: tail } })).data.map(
      (card) => ({
        id: card.card_id,
        said: `${card.nickname} ${card.phone_mask} ${left(card)}`,
      }),
    )
  const { role } = await ask(readMeOperation)
  if (role === 'cashier') return []
  return (await ask(listCardsOperation, { query: { limit: '50' } })).data
    .filter(({ may }) => may.includes('claim'))
    .map((card) => ({
      id: card.id,
      said: `${card.holder?.nickname ?? ''} ${card.holder?.phone_mask ?? ''} ${left(card)}`,
    }))
}

/** Why there is nothing to choose: a list that is empty without a word looks broken. */
const NoCards: FC<{ tail: string }> = ({ tail }) => {
  const t = useSay()
  return (
    <Empty>
      {tail
        ? t(
            `尾号 ${tail} 没有找到卡：只找得到顾客自己开通了柜台密码的卡。请顾客在“我的卡”里开通，或请店主、店长按卡登记。`,
            `No card for ${tail}: only those with the counter PIN switched on. The holder switches it on, or the owner records it.`,
          )
        : t(
            '先按手机尾号找卡；只找得到顾客自己开通了柜台密码的卡。',
            'Find by the last digits first: only cards with the counter PIN switched on are found.',
          )}
    </Empty>
  )
}

/** Used, but no code at hand: the sum is set aside in the card until its holder confirms or objects. */
page('GET', '/m/claims/new', 'staff', async ({ c, form, ask, t, refusal }) => {
  const tail = c.req.query('phone_tail')?.trim() ?? ''
  const cards = await cardsOf({ ask, t }, tail)
  const items = await priceList(ask)
  const chosen = (refusal ? form.get('card_id') : c.req.query('card_id')) ?? ''
  return (
    <Frame title={t('免码核销', 'Without a code')}>
      <Notice is="warn">
        {t(
          '先在卡里占用，等顾客确认；顾客有异议，这一笔就停住。',
          'Set aside until the customer confirms; an objection stops it.',
        )}
      </Notice>
      <form method="get" action="/m/claims/new" class="filters">
        <div>
          <label for="phone_tail">{t('按手机尾号找卡', 'Find by last 4 digits')}</label>
          <input
            id="phone_tail"
            name="phone_tail"
            inputmode="numeric"
            pattern="\d{4}"
            value={tail}
          />
        </div>
        <button type="submit" class="plain">
          {t('找卡', 'Find')}
        </button>
      </form>
      {cards.length === 0 ? <NoCards tail={tail} /> : null}
      <form method="post" action="/m/claims/new" class="card">
        {key()}
        <Choice
          name="card_id"
          label={t('哪张卡', 'Which card')}
          value={chosen}
          of={[['', t('请选', 'Choose')], ...cards.map((one) => [one.id, one.said] as const)]}
        />
        <What items={items} />
        <Words name="note" label={t('备注（可以不写）', 'Note (optional)')} maxlength={100} />
        <button type="submit">{t('占用，等确认', 'Set aside')}</button>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/m/claims/new',
  'staff',
  async ({ c, form, ask }) => {
    const note = form.get('note')?.trim()
    const body = {
      card_id: form.get('card_id') ?? '',
      ...typedUse(form),
      ...(note ? { note } : {}),
    }
    const hold = await ask(startClaimOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/m/holds/${hold.id}`, 303)
  },
  { again: '/m/claims/new' },
)
