import type { FC } from 'hono/jsx'
import { readBankCheckOperation } from '../../closes/check-routes'
import { REFUSALS, Refusal } from '../../kernel/refusals'
import { listShopOffersOperation, readShopOperation } from '../../offers/shop'
import { COVER_WORDS } from '../../standing/words'
import { useSay } from '../around'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Face } from '../look/face'
import { Icon } from '../look/icon'
import { Row, Rows } from '../look/rows'
import { Front } from '../photos/front'
import { aroundFrom } from '../preferences'
import { reply } from '../reply'
import { ReadAloud } from '../ui/island'
import { useHotline } from '../ui/places'
import { Facts, Notice, Tag, Yuan } from '../ui/text'
import { stateTone } from '../ui/tones'
import { Custody } from './custody'
import { Hours } from './hours'
import { bonusText, hasBonus, perUseText, validityText } from './offer-words'
import { Red } from './red'
import { codeTyped } from './shop-code'
import { salesHoldText } from './shop-words'

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
  return shop.may_sell ? (
    <Shop shop={shop} offers={shelf?.data ?? []} check={check} />
  ) : (
    <Stopped shop={shop} check={check} />
  )
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

/** What is shown of a shop where something can be bought: how its money stands, then its cards, the cheapest first. */
const Shop: FC<{
  shop: ShopAnswer
  offers: readonly ShopOfferAnswer[]
  check: BankCheckAnswer | null
}> = ({ shop, offers, check }) => {
  const t = useSay()
  const { word } = shop.stance
  const pale = word !== 'normal'
  const think = word === 'not_now' ? COVER_WORDS.not_now : COVER_WORDS.less
  return (
    <Frame sheet="public" wide title={shop.name} heading="own">
      <div class="two">
        <div class="col">
          <Named shop={shop} />
          <Custody shop={shop} check={check} />
          <Door of={shop} />
        </div>
        <div class="col">
          {pale ? (
            <Notice is={stateTone('stance', word)}>
              <b>{t(think.zh, think.en)}</b>
            </Notice>
          ) : null}
          <h2>{t('可以办的卡，便宜的在前', 'Cards, cheapest first')}</h2>
          {offers.length === 0 ? (
            <p class="card">{t('这家店还没有上架的卡。', 'This shop sells no cards yet.')}</p>
          ) : null}
          {offers.map((offer) => (
            <Offer offer={offer} pale={pale} />
          ))}
          <Places of={shop.shops} />
          <section class="card">
            <Rows>
              <Row
                href="/c"
                icon="wallet-cards"
                title={t('我在这家有卡', 'I have a card here')}
                note={t('看余额、出示消费码、退款', 'Balance, pay code, refund')}
              />
              <Elsewhere name={shop.name} />
              <Row
                href={`/s/${shop.code}/poster`}
                icon="printer"
                title={t('我是这家店的', 'I run this shop')}
                note={t('打印贴纸和海报', 'Print sticker and poster')}
              />
            </Rows>
          </section>
          <ReadAloud />
        </div>
      </div>
    </Frame>
  )
}
const Named: FC<{ shop: ShopAnswer }> = ({ shop }) => {
  const t = useSay()
  return (
    <Face
      shop={shop}
      note={`${shop.sector_name} · ${shop.district_name}`}
      title="h1"
      tag={<Tag icon="shield-check">{t('已接入预付保', 'With Yufubao')}</Tag>}
    >
      <p class="small">
        {shop.address}
        <br />
        {t('店铺码', 'Shop code')} <b class="nowrap">{shop.code}</b>
      </p>
    </Face>
  )
}
const Elsewhere: FC<{ name: string }> = ({ name }) => {
  const t = useSay()
  return (
    <Row
      href={`/tips/new?kind=report&name=${encodeURIComponent(name)}`}
      icon="flag"
      tone="warn"
      title={t('店家让我把钱付到别处', 'I was asked to pay somewhere else')}
      note={t('别付，先告诉我们', 'Do not pay; tell us first')}
    />
  )
}

/** The shop's front: whoever stands before another door has scanned a code that was pasted over. */
const Door: FC<{ of: ShopAnswer }> = ({ of }) => {
  const t = useSay()
  if (!of.photo) return null
  return (
    <figure class="card">
      <Front of={of} later />
      <figcaption class="small">
        {t(
          '对一对门面：不是这家，码可能被人换过，先别付钱。',
          'Is this the door before you? If not, the code may have been pasted over: do not pay.',
        )}
      </figcaption>
    </figure>
  )
}

/** Where the shop is and when it is open; many branches are folded. */
const Places: FC<{ of: ShopAnswer['shops'] }> = ({ of }) => {
  const t = useSay()
  const [only] = of
  if (!only) return null
  if (of.length === 1)
    return only.hours ? (
      <section class="card">
        <h2>{t('营业时间', 'Opening hours')}</h2>
        <Hours of={only.hours} />
      </section>
    ) : null
  return (
    <section class="card">
      <details>
        <summary>
          {t(`门店和营业时间（${of.length} 家）`, `Shops and hours (${of.length})`)}
        </summary>
        {of.map((place) => (
          <>
            <h3>{place.name}</h3>
            <p class="small mute">{place.address}</p>
            {place.hours ? <Hours of={place.hours} /> : null}
          </>
        ))}
      </details>
    </section>
  )
}

const Offer: FC<{ offer: ShopOfferAnswer; pale: boolean }> = ({ offer, pale }) => {
  const t = useSay()
  const places = offer.shops
  return (
    <article class="card">
      <div class="between">
        <h3>{offer.name}</h3>
        {hasBonus(offer) ? <Tag icon="plus">{bonusText(offer, t)}</Tag> : null}
      </div>
      <p class="big">
        <b>
          <Yuan fen={offer.price_fen} />
        </b>
      </p>
      <Facts
        of={[
          [t('合下来', 'Comes to'), perUseText(offer, t)],
          [t('有效期', 'Validity'), validityText(offer, t)],
          ...(places.length > 0
            ? [[t('哪里能用', 'Where'), places.join(t('、', ', '))] as const]
            : []),
        ]}
      />
      <p class="with small mute">
        <Icon is="undo-2" />
        <span>
          {t(
            `${offer.cool_off_days} 天内没用过，不用说理由，全额退`,
            `Unused for ${offer.cool_off_days} days: full refund, no reason needed`,
          )}
        </span>
      </p>
      <a class={pale ? 'button plain' : 'button'} href={`/offers/${offer.id}`}>
        {t('看合同，再决定', 'Read the terms, then decide')}
      </a>
    </article>
  )
}

/** Nobody should pay here now: that before anything else, then what holders of a card want to know. */
const Stopped: FC<{ shop: ShopAnswer; check: BankCheckAnswer | null }> = ({ shop, check }) => {
  const t = useSay()
  const number = useHotline()
  return (
    <Frame sheet="public" title={shop.name} heading="own">
      <section class="stop">
        <Icon is="ban" />
        <h1>{shop.name}</h1>
        <p class="big">{t('先别在这里付钱', 'Do not pay here now')}</p>
        <p>{salesHoldText(shop, t)}</p>
      </section>
      <h2>{t('已经有卡的人', 'If you have a card')}</h2>
      <Custody shop={shop} check={check} />
      <div class="buttons">
        <a class="button" href="/c">
          {t('看我的卡', 'My cards')}
        </a>
        <a class="button plain" href="/calculator">
          {t('算算能退多少', 'What can I get back?')}
        </a>
      </div>
      <section class="card">
        <Rows>
          <Row
            href={`/tips/new?kind=report&name=${encodeURIComponent(shop.name)}`}
            icon="megaphone"
            tone="bad"
            title={t('店家还在收钱', 'The shop still takes money')}
            note={t('告诉我们；您的名字不给任何人看', 'Tell us; nobody sees your name')}
          />
          <Row
            href={`tel:${number}`}
            icon="phone"
            title={t(`打 ${number}`, `Call ${number}`)}
            note={t('已经付了钱，也打这个', 'Also when you have paid already')}
          />
        </Rows>
      </section>
      <Places of={shop.shops} />
      <ReadAloud />
    </Frame>
  )
}
