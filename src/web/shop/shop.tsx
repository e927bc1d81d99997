import type { FC } from 'hono/jsx'
import { readBankCheckOperation } from '../../closes/check-routes'
import { REFUSALS, Refusal } from '../../kernel/refusals'
import { spoken, spokenEn } from '../../kernel/time'
import { listShopOffersOperation, readShopOperation } from '../../offers/shop'
import { useSay } from '../around'
import { type AnswerFor, page, type Visit } from '../door'
import { Level } from '../figures/level'
import { Standing } from '../figures/standing'
import { Frame } from '../frame'
import { aroundFrom } from '../preferences'
import { reply } from '../reply'
import { ReadAloud } from '../ui/island'
import { Facts, Money, Notice } from '../ui/text'
import { bonusText, perUseText, validityText } from './offer-words'
import { Red } from './red'
import { codeTyped } from './shop-code'
import { salesHoldText, stanceWord } from './shop-words'

type ShopAnswer = AnswerFor<typeof readShopOperation>
type ShopOfferAnswer = AnswerFor<typeof listShopOffersOperation>['data'][number]
type BankCheckAnswer = AnswerFor<typeof readBankCheckOperation>

/** A visit to an address with a shop's code in it. */
export type CodeVisit = Pick<Visit<'public'>, 'c' | 'ask' | 't'> & { params: { code: string } }
const showShop = async ({ c, params, ask }: CodeVisit) => {
  const code = codeTyped(params.code)
  const [shop, shelf, check] = await Promise.all([
    shopBehind(ask, code),
    ask(listShopOffersOperation, { params: { code }, query: { limit: '100' } }).catch(
      refusedAs(null),
    ),
    ask(readBankCheckOperation, { params: { code } }).catch(refusedAs(null)),
  ])
  if (!shop) return reply(c, <Red code={code} />, await aroundFrom(c, null), 404)
  return <Shop shop={shop} offers={shelf?.data ?? []} check={check} />
}
page('GET', '/s/:code', 'public', showShop)
/** A QR code of capitals alone is smaller: the stickers carry this address. */
page('GET', '/S/:code', 'public', showShop)

/** The shop behind a code; null where there is none, or one that is not (or no longer) admitted: nobody should pay there. */
export async function shopBehind(ask: Visit['ask'], code: string) {
  const shop = await ask(readShopOperation, { params: { code } }).catch(refusedAs(null))
  return shop?.sales_refusal === 'merchant_not_admitted' ? null : shop
}
/** A refusal that only says "there is nothing here" becomes an answer; any other stays one. */
export const refusedAs =
  <T,>(nothing: T) =>
  (error: unknown): T => {
    if (error instanceof Refusal && [404, 422].includes(REFUSALS[error.code].status)) return nothing
    throw error
  }

const Shop: FC<{
  shop: ShopAnswer
  offers: readonly ShopOfferAnswer[]
  check: BankCheckAnswer | null
}> = ({ shop, offers, check }) => {
  const t = useSay()
  const may_sell = shop.may_sell === true
  const places = shop.shops
  return (
    <Frame sheet="public" title={shop.name}>
      <p class="note">
        {shop.sector_name} · {shop.district_name}
      </p>
      <Custody shop={shop} check={check} />
      {may_sell ? <h2>{t('可以办的卡，便宜的在前', 'Cards, cheapest first')}</h2> : null}
      {may_sell && offers.length === 0 ? (
        <p class="card">{t('这家店还没有上架的卡。', 'This shop sells no cards yet.')}</p>
      ) : null}
      {offers.map((offer) => (
        <Offer offer={offer} code={shop.code} />
      ))}
      <div class="buttons">
        <a class="button plain" href="/c">
          {t('我在这家有卡', 'I have a card here')}
        </a>
        <a class="button plain" href="/calculator">
          {t('算算能退多少', 'What can I get back?')}
        </a>
      </div>
      {places.length > 0 ? (
        <details open={places.length === 1}>
          <summary>{t(`门店（${places.length} 家）`, `Shops (${places.length})`)}</summary>
          <Facts of={places.map((place) => [place.name, place.address])} />
        </details>
      ) : null}
      <ReadAloud />
      <ul class="ways">
        <li>
          <a href={`/tips/new?kind=report&name=${encodeURIComponent(shop.name)}`}>
            {t('店家让我把钱付到别处，举报', 'Asked to pay somewhere else? Report it')}
          </a>
        </li>
        <li>
          <a href={`/s/${shop.code}/poster`}>
            {t('我是这家店的，打印贴纸和海报', 'I run this shop: print sticker and poster')}
          </a>
        </li>
      </ul>
    </Frame>
  )
}

/** How the money stands by the bank's closed day, and how the shop does: before anything can be bought. */
const Custody: FC<{ shop: ShopAnswer; check: BankCheckAnswer | null }> = ({ shop, check }) => {
  const t = useSay()
  const n = shop.stance.bars
  const word = stanceWord(shop, t)
  const may_sell = shop.may_sell === true
  return (
    <>
      {may_sell ? (
        <p>
          <b>{t('已接入预付保。', 'Has joined Yufubao.')}</b>
        </p>
      ) : (
        <Notice is="bad">
          <b>{salesHoldText(shop, t)}</b>
          <p>{t('请别在这里充值。', 'Please do not top up here.')}</p>
        </Notice>
      )}
      <Standing of={shop.standing} />
      <div class="card">
        <Facts
          of={[
            [
              t('资金存管', 'Custody'),
              shop.custody_opened === true
                ? t('存管银行已开专户', 'Account opened at the custody bank')
                : t('专户还没有开好', 'Account not yet opened'),
            ],
            [
              t('银行核对于', 'Checked by the bank'),
              check?.checked_at
                ? t(spoken(check.checked_at), spokenEn(check.checked_at))
                : t('还没到第一次核对', 'not yet'),
            ],
            [
              t('这家店', 'The shop'),
              <>
                <Level n={n} /> {word}
              </>,
            ],
          ]}
        />
      </div>
    </>
  )
}

const Offer: FC<{ offer: ShopOfferAnswer; code: string }> = ({ offer, code }) => {
  const t = useSay()
  const id = offer.id
  const places = offer.shops
  return (
    <article class="card">
      <h3>{offer.name}</h3>
      <Facts
        of={[
          [
            t('实付', 'You pay'),
            <b class="big">
              <Money fen={offer.price_fen} />
            </b>,
          ],
          [t('赠送', 'On top'), bonusText(offer, t)],
          [t('合下来', 'Comes to'), perUseText(offer, t)],
          [t('有效期', 'Validity'), validityText(offer, t)],
          ...(places.length > 0
            ? [[t('哪里能用', 'Where'), places.join(t('、', ', '))] as const]
            : []),
        ]}
      />
      <p class="note">
        {t(
          '7 天内没用过，不用说理由，全额退。',
          'Unused for 7 days: full refund, no reason needed.',
        )}
      </p>
      <div class="buttons">
        <a class="button" href={`/c/offers/${id}?shop=${code}`}>
          {t('登录，办这张卡', 'Sign in and buy')}
        </a>
      </div>
      <a class="inline small" href={`/contracts/${id}`}>
        {t('只看合同全文，不用登录', 'Contract only, no sign-in')}
      </a>
    </article>
  )
}
