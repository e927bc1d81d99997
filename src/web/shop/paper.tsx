import type { FC } from 'hono/jsx'
import type { readShopOperation } from '../../offers/shop'
import { useSay } from '../around'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { aroundFrom } from '../preferences'
import { reply } from '../reply'
import { Qr } from '../ui/qr'
import { Red } from './red'
import { type CodeVisit, shopBehind } from './shop'
import { codeTyped } from './shop-code'

type ShopAnswer = AnswerFor<typeof readShopOperation>

/**
 * The address on a wall: capitals only, so that the QR code stays in its alphanumeric mode and is coarse enough for an
 * old phone across a counter (ISO/IEC 18004 §7.4.4).
 */
const wallAddress = (c: Visit['c'], code: string): string =>
  `${c.var.world.config.public_url}/s/${code}`.toUpperCase()

type Paper = FC<{ shop: ShopAnswer; address: string }>
const paper =
  (Sheet: Paper, zh: string, en: string) =>
  async ({ c, params, ask, t }: CodeVisit) => {
    const code = codeTyped(params.code)
    const shop = await shopBehind(ask, code)
    if (!shop) return reply(c, <Red code={code} />, await aroundFrom(c, null), 404)
    if (shop.may_sell !== true) return c.redirect(`/s/${code}`, 303)
    return (
      <Frame sheet="public" title={t(`${shop.name}的${zh}`, `${en}: ${shop.name}`)} heading="quiet">
        <p class="noprint note">
          {t(
            '用浏览器的“打印”。放在收银台旁、顾客付钱以前看得到的地方。',
            'Use the print command of your browser. Put it where customers see it before they pay.',
          )}
        </p>
        <Sheet shop={shop} address={wallAddress(c, code)} />
        <div class="buttons">
          <a class="button plain" href={`/s/${code}/sticker`}>
            {t('贴纸', 'Sticker')}
          </a>
          <a class="button plain" href={`/s/${code}/poster`}>
            {t('A5 海报', 'A5 poster')}
          </a>
          <a class="button plain" href={`/s/${code}`}>
            {t('看店铺页', 'See the shop page')}
          </a>
        </div>
      </Frame>
    )
  }

const Code: FC<{ shop: ShopAnswer; address: string }> = ({ shop, address }) => {
  const t = useSay()
  return (
    <>
      <Qr value={address} label={t(`${shop.name}的店铺码`, `Code of ${shop.name}`)} />
      <p class="walls">{shop.code}</p>
    </>
  )
}
const Sticker: Paper = ({ shop, address }) => {
  const t = useSay()
  return (
    <section class="paper sticker" aria-label={t('贴纸', 'Sticker')}>
      <p class="paper-head">{t('充值先扫我', 'Scan before you pay')}</p>
      <Code shop={shop} address={address} />
      <p>
        <b>{shop.name}</b>
      </p>
      <p class="small">{t('预付保 · 银行存管', 'Yufubao · kept by a bank')}</p>
    </section>
  )
}
const Poster: Paper = ({ shop, address }) => {
  const t = useSay()
  return (
    <section class="paper poster" aria-label={t('海报', 'Poster')}>
      <p class="paper-head">{t('充的钱由银行存管', 'Your money is kept by a bank')}</p>
      <p class="paper-name">{shop.name}</p>
      <Code shop={shop} address={address} />
      <ul>
        <li>{t('充的钱进银行专户，不直接给店家', 'Your money goes to a bank, not to us')}</li>
        <li>{t('够不够、到哪天核对的，扫码看', 'Scan: is it covered, and as of which day')}</li>
        <li>{t('不用了，依法退给您', 'What you do not use is refunded')}</li>
      </ul>
      <p>
        <b>
          {t(
            '扫一扫，当场看真假：打开是红的，别充。',
            'Scan it, and see whether it is real: red means do not pay.',
          )}
        </b>
      </p>
      <p class="small">{address.toLowerCase()}</p>
    </section>
  )
}

page('GET', '/s/:code/sticker', 'public', paper(Sticker, '贴纸', 'Sticker'))
page('GET', '/s/:code/poster', 'public', paper(Poster, '海报', 'Poster'))
