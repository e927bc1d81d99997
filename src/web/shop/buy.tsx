import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { readContractOperation } from '../../offers/routes'
import { readOfferOperation } from '../../offers/shop'
import { buyOfferOperation } from '../../purchases/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Icon } from '../look/icon'
import { Pick } from '../look/rows'
import { Methods } from './methods'
import { NotSold, Points, Price, Protected, Titled } from './terms'

type OfferAnswer = AnswerFor<typeof readOfferOperation>

/** A form's key acts once: a kept copy of the page would order the earlier order again. */
const NEW_KEY = { secret: true } as const
page(
  'GET',
  '/c/offers/:id',
  'consumer',
  async ({ c, params, ask, t }) => {
    const [offer, contract] = await Promise.all([
      ask(readOfferOperation, { params }),
      ask(readContractOperation, { params }),
    ])
    return (
      <Frame
        sheet="public"
        wide
        heading="own"
        title={t(`${offer.name}，${offer.shop.name}`, `${offer.name}, ${offer.shop.name}`)}
      >
        <Titled offer={offer} />
        <div class="two">
          <div class="col">
            <Price offer={offer} />
            <Protected offer={offer} />
            <Points offer={offer} contract={contract} />
          </div>
          {offer.may_buy ? (
            <Order offer={offer} hash={contract.hash} dev={c.var.dev !== null} />
          ) : (
            <div class="col">
              <NotSold offer={offer} />
            </div>
          )}
        </div>
      </Frame>
    )
  },
  NEW_KEY,
)

/** Orders, and pays the order with the same tap. */
const Order: FC<{ offer: OfferAnswer; hash: string; dev: boolean }> = ({ offer, hash, dev }) => {
  const t = useSay()
  const sum = yuan(offer.price_fen)
  return (
    <form method="post" action={`/c/offers/${offer.id}`} class="col">
      {key()}
      <input type="hidden" name="contract_hash" value={hash} />
      <section class="card">
        <Methods dev={dev} />
      </section>
      <section class="card">
        <Pick
          type="checkbox"
          name="accepted"
          value="yes"
          title={t('我读过并同意这份合同', 'I have read this contract and agree')}
          note={t(
            '每一笔充值都留着它签下的这一份',
            'Each payment keeps the contract it was made under',
          )}
          required
        />
        <button type="submit" class="main">
          <Icon is="lock" />
          {t(`付 ${sum} 到银行专户`, `Pay ${sum} into custody`)}
        </button>
        <p class="small mute">
          {t(
            '只点一次，点两次也只扣一次。订单留 30 分钟，不付没有任何费用。',
            'Clicking twice charges once. The order waits 30 minutes; not paying costs nothing.',
          )}
        </p>
      </section>
    </form>
  )
}
page(
  'POST',
  '/c/offers/:id',
  'consumer',
  async ({ c, params, form, ask }) => {
    const body = {
      offer_id: params.id,
      contract_hash: form.get('contract_hash'),
      contract_accepted: form.get('accepted') === 'yes',
    }
    const order = await ask(buyOfferOperation, { body }, form.get('key') ?? undefined)
    // 307: the browser sends the same form on, and the order's own page pays it and shows what came of it.
    return c.redirect(`/c/purchases/${order.id}`, form.has('method') ? 307 : 303)
  },
  { again: '/c/offers/:id' },
)
