import { createBookingOperation } from '../../bookings/routes'
import { readOfferOperation } from '../../offers/shop'
import { readCardOperation } from '../../readers/routes'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Field, Words } from '../ui/form'
import { Notice } from '../ui/text'
import { fenIn, wholeIn } from '../ui/yuan'

/** A booking sets a part of the card aside; what cancelling and not coming cost is in the card's contract. */
page('GET', '/c/cards/:id/booking', 'consumer', async ({ params, ask, t }) => {
  const card = await ask(readCardOperation, { params })
  const shop = card.shop.name
  const offers = await Promise.all(
    [...new Set(card.lots.map(({ offer_id }) => offer_id))].map((id) =>
      ask(readOfferOperation, { params: { id } }),
    ),
  )
  const terms = new Map(
    offers.flatMap(({ points }) =>
      points.flatMap(({ is, text, text_en }) =>
        is === 'booking' ? [[text, text_en] as const] : [],
      ),
    ),
  )
  return (
    <Frame title={t(`预约${shop}`, `Book at ${shop}`)}>
      <Notice is="safe">
        {t(
          '钱不付给店家，只在卡里占住；到店用完再结清，多占的退回卡里。',
          'Nothing is paid: a part of the card is set aside and settled when you have been there.',
        )}
      </Notice>
      {[...terms].map(([text, text_en]) => (
        <p>{t(text, text_en)}</p>
      ))}
      {terms.size > 1 ? (
        <p class="small mute">
          {t(
            '这张卡的几笔充值约定不同：约到哪笔按哪笔，碰到几笔的按对您最宽的。',
            'The payments on this card differ: the one you book with counts, of several the mildest.',
          )}
        </p>
      ) : null}
      <form method="post" action={`/c/cards/${params.id}/booking`} class="card">
        {key()}
        {card.unit === 'fen' ? (
          <Field
            name="amount_fen"
            label={t('大约多少元', 'About how many yuan')}
            inputmode="decimal"
            required
          />
        ) : (
          <Field name="visits" label={t('几次', 'Visits')} inputmode="numeric" value="1" required />
        )}
        <Field
          name="starts_at"
          label={t('什么时候去（北京时间）', 'When (Beijing time)')}
          type="datetime-local"
          required
        />
        <Words name="note" label={t('想说的话（可以不写）', 'Note (optional)')} maxlength={100} />
        <div class="buttons">
          <button type="submit">{t('预约', 'Book')}</button>
          <a class="button plain" href={`/c/cards/${params.id}`}>
            {t('先不约', 'Not now')}
          </a>
        </div>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/c/cards/:id/booking',
  'consumer',
  async ({ c, params, form, ask }) => {
    const said = (name: string) => form.get(name)?.trim() ?? ''
    const body = {
      card_id: params.id,
      ...(said('amount_fen')
        ? { amount_fen: fenIn(said('amount_fen')) ?? said('amount_fen') }
        : {}),
      ...(said('visits') ? { visits: wholeIn(said('visits')) ?? said('visits') } : {}),
      ...(said('note') ? { note: said('note') } : {}),
      starts_at: instantOf(said('starts_at')),
    }
    const hold = await ask(createBookingOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/c/holds/${hold.id}`, 303)
  },
  { again: '/c/cards/:id/booking' },
)
/** A wall-clock time in Asia/Shanghai as a form gives it, to an instant; nonsense stays as it is and is refused. */
function instantOf(said: string): string {
  const ms = Date.parse(`${said}:00+08:00`)
  return Number.isNaN(ms) ? said : new Date(ms).toISOString()
}
