import type { FC } from 'hono/jsx'
import { listCounterCardsOperation, redeemAtCounterOperation } from '../../counter/routes'
import { startClaimOperation } from '../../holds/routes'
import { readMeOperation } from '../../identity/routes'
import { listCardsOperation } from '../../readers/routes'
import { listClaimCardsOperation } from '../../tills/claim-cards'
import { key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Choice, Field, Words } from '../ui/form'
import { Empty, Notice, unitsText } from '../ui/text'
import { priceList, typedUse, What } from './what'

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

type Choices = {
  /** Those a claim may be made from. */
  may: readonly { id: string; said: string }[]
  /** Those that were found and may not, with the reason. */
  not: readonly { said: string; why: string }[]
  message: string | null
}
/** The cards to choose from: those behind a phone's last digits, else the shop's newest where the role may list them. */
async function cardsOf(
  { ask, t }: Pick<Visit<'staff'>, 'ask' | 't'>,
  tail: string,
): Promise<Choices> {
  const left = (card: { unit: string; remaining_units: number }) =>
    unitsText(card.unit, card.remaining_units, t)
  if (/^\d{4}$/.test(tail)) {
    const query = { phone_tail: tail }
    const found = await ask(listClaimCardsOperation, { query })
    const said = (card: (typeof found.data)[number]) =>
      [card.nickname, card.phone_mask, card.service, left(card)].filter(Boolean).join(' ')
    return {
      may: found.data.map((card) => ({ id: card.card_id, said: said(card) })),
      not: found.others.map((card) => ({ said: said(card), why: card.message })),
      message: found.message,
    }
  }
  const { role } = await ask(readMeOperation)
  const ask_first = t('先按手机尾号找卡。', 'Find the card by the last digits of the phone first.')
  if (role === 'cashier') return { may: [], not: [], message: ask_first }
  const may = (await ask(listCardsOperation, { query: { limit: '50' } })).data
    .filter((card) => card.may.includes('claim'))
    .map((card) => ({
      id: card.id,
      said: `${card.holder?.nickname ?? ''} ${card.holder?.phone_mask ?? ''} ${left(card)}`,
    }))
  return { may, not: [], message: may.length === 0 ? ask_first : null }
}

/** Why a card that was found cannot be chosen, and why there is none: a list that is empty without a word looks broken. */
const NotThese: FC<{ of: Choices }> = ({ of }) => (
  <>
    {of.message === null ? null : <Empty>{of.message}</Empty>}
    {of.not.map(({ said, why }) => (
      <p class="card">
        <b>{said}</b>
        <br />
        <span class="mute">{why}</span>
      </p>
    ))}
  </>
)

/** Used, but no code at hand: the sum is set aside in the card until its holder confirms or objects. */
page('GET', '/m/claims/new', 'staff', async ({ c, form, ask, t, refusal }) => {
  const tail = ((refusal ? form.get('phone_tail') : c.req.query('phone_tail')) ?? '').trim()
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
      <NotThese of={cards} />
      <form method="post" action="/m/claims/new" class="card">
        {key()}
        <input type="hidden" name="phone_tail" value={tail} />
        <Choice
          name="card_id"
          label={t('哪张卡', 'Which card')}
          value={chosen}
          of={[['', t('请选', 'Choose')], ...cards.may.map((one) => [one.id, one.said] as const)]}
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
