import type { FC } from 'hono/jsx'
import type { readContractOperation } from '../../offers/routes'
import type { readOfferOperation } from '../../offers/shop'
import { COVER_WORDS } from '../../standing/words'
import { useAround, useSay } from '../around'
import type { AnswerFor } from '../door'
import { Standing } from '../figures/standing'
import { Disc, Icon } from '../look/icon'
import { tradeIcon } from '../look/trade'
import { ReadAloud } from '../ui/island'
import { Amount, Facts, Money, Notice, Tag } from '../ui/text'
import { bonusText, gainText, hasBonus, perUseText, validityText } from './offer-words'

type OfferAnswer = AnswerFor<typeof readOfferOperation>
type ContractAnswer = AnswerFor<typeof readContractOperation>

/** What is bought and where, as the title of its page. */
export const Titled: FC<{ offer: OfferAnswer }> = ({ offer }) => (
  <div class="with">
    <Disc is={tradeIcon(offer.shop.sector)} />
    <div>
      <h1>{offer.name}</h1>
      <p class="small mute">
        <a href={`/s/${offer.shop.code}`}>{offer.shop.name}</a> · {offer.shop.district_name}
      </p>
    </div>
  </div>
)

/** What one pays, to whom, and what one gets for it. */
export const Price: FC<{ offer: OfferAnswer }> = ({ offer }) => {
  const t = useSay()
  const { custodian } = useAround()
  return (
    <section class="card">
      <div class="between">
        <p class="mute">{t('您付', 'You pay')}</p>
        {hasBonus(offer) ? <Tag icon="plus">{bonusText(offer, t)}</Tag> : null}
      </div>
      <Amount fen={offer.price_fen} />
      <Facts
        of={[
          [t('您得到', 'You get'), gainText(offer, t)],
          [
            t('付给', 'Goes to'),
            custodian
              ? t(
                  `${custodian.name}专户，不是店家`,
                  `custody at ${custodian.name_en}, not the shop`,
                )
              : t('存管银行专户，不是店家', 'the custody account at the bank, not the shop'),
          ],
          [t('合下来', 'Comes to'), perUseText(offer, t)],
          [t('有效期', 'Validity'), validityText(offer, t)],
          ...(offer.shops.length > 0
            ? [[t('哪里能用', 'Where'), offer.shops.join(t('、', ', '))] as const]
            : []),
        ]}
      />
    </section>
  )
}

/** How well the money of this shop's cards is covered today, and a second thought before a large sum. */
export const Protected: FC<{ offer: OfferAnswer }> = ({ offer }) => {
  const t = useSay()
  const { standing } = offer.shop
  return (
    <section class="card">
      <h2>{t(COVER_WORDS.asked.zh, COVER_WORDS.asked.en)}</h2>
      <Standing of={standing} />
      {offer.is_large ? (
        <Notice is="warn">
          <b>
            {t('这一笔不小：', 'This is a large sum: ')}
            <Money fen={offer.price_fen} />
          </b>
          <p>
            {t(
              '不急的话先充小的，用完再充。有人催您多充，可以先和家人商量。',
              'If there is no hurry, start small and top up later. If somebody presses you, ask your family first.',
            )}
          </p>
        </Notice>
      ) : null}
    </section>
  )
}

/** The ways out first, then the other points; the whole contract stands below them, in the language it binds in. */
export const Points: FC<{ offer: OfferAnswer; contract: ContractAnswer }> = ({
  offer,
  contract,
}) => {
  const t = useSay()
  const outs = offer.points.slice(0, WAYS_OUT)
  const others = offer.points.slice(WAYS_OUT)
  return (
    <>
      <section class="card">
        <h2>{t('反悔了怎么办', 'If you change your mind')}</h2>
        <Listed of={outs} />
      </section>
      <section class="card">
        <div class="with">
          <Icon is="file-text" />
          <h2>{t('合同要点', 'The contract in short')}</h2>
        </div>
        <Listed of={others} />
        <p class="small mute">
          {t('以合同全文为准。', 'The contract itself is in Chinese, and that text binds.')}
        </p>
        <details>
          <summary>
            {t(
              `合同全文，${contract.articles.length} 条`,
              `The whole contract, ${contract.articles.length} articles`,
            )}
          </summary>
          <ReadAloud />
          <pre tabindex={0} lang="zh-CN">
            {contract.text}
          </pre>
        </details>
      </section>
    </>
  )
}
/** Cooling off, leaving, closing: the first three points of every offer. */
const WAYS_OUT = 3
const Listed: FC<{ of: OfferAnswer['points'] }> = ({ of }) => {
  const t = useSay()
  return (
    <ul class="col">
      {of.map(({ text, text_en }) => (
        <li class="with">
          <Icon is="check" />
          <span>{t(text, text_en)}</span>
        </li>
      ))}
    </ul>
  )
}

/** What is not sold now: nothing was charged, and the way back. */
export const NotSold: FC<{ offer: OfferAnswer }> = ({ offer }) => {
  const t = useSay()
  return (
    <>
      <Notice is="bad">
        {t(
          '没有扣钱。这个套餐现在不卖了，或者这家店暂停了充值。',
          'Nothing was charged. This card is not sold any more, or top-ups are on hold.',
        )}
      </Notice>
      <a class="button" href={`/s/${offer.shop.code}`}>
        {t('回到这家店', 'Back to the shop')}
      </a>
    </>
  )
}
