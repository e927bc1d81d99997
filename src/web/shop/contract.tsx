import type { FC } from 'hono/jsx'
import { readContractOperation } from '../../offers/routes'
import { listShopOffersOperation } from '../../offers/shop'
import { buyOfferOperation } from '../../purchases/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Check } from '../ui/form'
import { ReadAloud } from '../ui/island'
import { Amount, Facts, Money, Notice } from '../ui/text'
import { bonusText, gainText, perUseText, validityText } from './offer-words'
import { refusedAs } from './shop'
import { codeTyped } from './shop-code'

type ShopOfferAnswer = AnswerFor<typeof listShopOffersOperation, 'consumer'>['data'][number]
type ContractAnswer = AnswerFor<typeof readContractOperation, 'consumer'>

/** The contract alone, for anybody: read it at home, print it, show it to the children. */
page('GET', '/contracts/:id', 'public', async ({ params, ask, t }) => {
  const contract = await ask(readContractOperation, { params })
  const merchant_name = contract.merchant_name
  return (
    <Frame sheet="public" title={t(`${merchant_name}的合同`, `Contract of ${merchant_name}`)}>
      <p class="mute">
        {t(
          '每一笔充值都留着它签下的这一份，以后改价也不变。',
          'Each payment keeps the contract it was made under. The contract itself is in Chinese.',
        )}
      </p>
      <Articles contract={contract} />
      <p class="small mute">
        {t('合同编号', 'Contract no.')} <code>{contract.hash.slice(0, 16)}</code>
      </p>
    </Frame>
  )
})

/** A form's key acts once: a kept copy of the page would order the earlier order again. */
const NEW_KEY = { secret: true } as const
page(
  'GET',
  '/c/offers/:id',
  'consumer',
  async ({ c, params, ask, t }) => {
    const code = codeTyped(c.req.query('shop') ?? '')
    const [contract, shelf] = await Promise.all([
      ask(readContractOperation, { params }),
      code === ''
        ? null
        : ask(listShopOffersOperation, { params: { code }, query: { offer_id: params.id } }).catch(
            refusedAs(null),
          ),
    ])
    const [offer] = shelf?.data ?? []
    const gone = shelf !== null && !offer
    return (
      <Frame sheet="public" title={contract.merchant_name}>
        {offer ? <Summary offer={offer} /> : gone ? null : <InWords contract={contract} />}
        {gone ? (
          <>
            <Notice is="bad">
              {t(
                '没有扣钱。这个套餐现在不卖了，或者这家店暂停了充值。',
                'Nothing was charged. This card is not sold any more, or top-ups are on hold.',
              )}
            </Notice>
            <a class="button" href={`/s/${code}`}>
              {t('回到这家店', 'Back to the shop')}
            </a>
          </>
        ) : null}
        <h2>{t('合同', 'The contract')}</h2>
        <p class="note">
          {t(
            '付款前请读一读。每一笔充值都留着它签下的这一份。',
            'Please read it before you pay. Your payment keeps exactly this text.',
          )}
        </p>
        <ReadAloud />
        <pre tabindex={0} lang="zh-CN">
          {contract.text}
        </pre>
        {gone ? null : (
          <form
            method="post"
            action={`/c/offers/${params.id}${code === '' ? '' : `?shop=${code}`}`}
          >
            {key()}
            <input type="hidden" name="contract_hash" value={contract.hash} />
            <Check name="accepted" required>
              {t('我读过并同意这份合同', 'I have read this contract and agree')}
            </Check>
            <p class="note">
              {t('下一页才付款；30 分钟内有效。', 'You pay on the next page, within 30 minutes.')}
            </p>
            <button type="submit" class="block">
              {t('去付款', 'Go to payment')}
            </button>
          </form>
        )}
      </Frame>
    )
  },
  NEW_KEY,
)
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
    return c.redirect(`/c/purchases/${order.id}`, 303)
  },
  { again: '/c/offers/:id' },
)

/** What one gets, before the contract that says it at length. */
const Summary: FC<{ offer: ShopOfferAnswer }> = ({ offer }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{offer.name}</h2>
      <Amount fen={offer.price_fen} />
      <Facts
        of={[
          [t('您得到', 'You get'), gainText(offer, t)],
          [t('其中赠送', 'Of it a gift'), bonusText(offer, t)],
          [t('合下来', 'Comes to'), perUseText(offer, t)],
          [t('有效期', 'Validity'), validityText(offer, t)],
        ]}
      />
      <Rights />
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
/** Without the shop's shelf at hand the contract's own words say what is bought. */
const InWords: FC<{ contract: ContractAnswer }> = ({ contract }) => (
  <section class="card">
    {contract.articles.slice(1, 2).map((article) => (
      <p>{article.body}</p>
    ))}
    <Rights />
  </section>
)
const Rights: FC = () => {
  const t = useSay()
  return (
    <Notice is="safe" icon="undo-2">
      <b>{t('反悔了怎么办', 'If you change your mind')}</b>
      <ul class="dots">
        <li>
          {t(
            '7 天内没用过：不用说理由，全额退。',
            'Unused for 7 days: everything back, no reason needed.',
          )}
        </li>
        <li>
          {t(
            '以后不想用了：没用完的依法退，原路退回，不收手续费。',
            'Later: what you have not used is refunded by law, without a fee.',
          )}
        </li>
        <li>
          {t(
            '店关门了：没用完的自动退给您；有预支没还清的，先按同样的比例退，差的仍欠您。',
            'If the shop closes: what is left comes back by itself; with an advance unpaid, in equal parts first.',
          )}
        </li>
      </ul>
    </Notice>
  )
}
const Articles: FC<{ contract: ContractAnswer }> = ({ contract }) => (
  <>
    {contract.articles.map((article) => (
      <section class="card">
        <h2>
          {article.no}. {article.title}
        </h2>
        {article.body.split('\n').map((line) => (
          <p>{line}</p>
        ))}
      </section>
    ))}
  </>
)
