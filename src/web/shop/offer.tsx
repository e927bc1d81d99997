import { readContractOperation } from '../../offers/routes'
import { readOfferOperation } from '../../offers/shop'
import { page } from '../door'
import { Frame } from '../frame'
import { NotSold, Points, Price, Protected, Titled } from './terms'

/** An offer with all its terms, before anybody signs in. */
page('GET', '/offers/:id', 'public', async ({ params, ask, t }) => {
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
          {offer.may_buy ? (
            <>
              <a class="button main" href={`/c/offers/${params.id}`}>
                {t('办这张卡', 'Buy this card')}
              </a>
              <p class="small mute">
                {t(
                  '下一步用手机号登录，再选怎么付。现在不扣钱。',
                  'Next you sign in with your phone and choose how to pay. Nothing is charged yet.',
                )}
              </p>
            </>
          ) : (
            <NotSold offer={offer} />
          )}
          <Protected offer={offer} />
        </div>
        <div class="col">
          <Points offer={offer} contract={contract} />
        </div>
      </div>
    </Frame>
  )
})
