import type { Child, FC } from 'hono/jsx'
import { cityOn } from '../../kernel/city'
import type { readShopOperation } from '../../offers/shop'
import { useAround, useSay } from '../around'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Coast } from '../look/coast'
import { Icon } from '../look/icon'
import type { IconName } from '../look/icon-names'
import { Mark } from '../look/mark'
import { Front } from '../photos/front'
import { aroundFrom } from '../preferences'
import { reply } from '../reply'
import { useHotline } from '../ui/places'
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

type Paper = FC<{ shop: ShopAnswer; address: string; size: Size }>
const SIZES = ['wall', 'a5', 'a4'] as const
type Size = (typeof SIZES)[number]
const paper =
  (Sheet: Paper, zh: string, en: string, usual: Size) =>
  async ({ c, params, ask, t }: CodeVisit) => {
    const code = codeTyped(params.code)
    const shop = await shopBehind(ask, code)
    if (!shop) return reply(c, <Red code={code} />, await aroundFrom(c, null), 404)
    if (shop.may_sell !== true) return c.redirect(`/s/${code}`, 303)
    const size = usual === 'a5' && c.req.query('size') === 'a4' ? 'a4' : usual
    return (
      <Frame sheet="poster" title={t(`${shop.name}的${zh}`, `${en}: ${shop.name}`)} heading="quiet">
        <p class="small mute">
          {t(
            '用浏览器的“打印”，手机上选“存为 PDF”就能发给印刷店：四周有 3 毫米出血和裁切线，页面大小已定好，缩放选 100%。',
            'Use the print command, or “save as PDF” on a phone for a print shop: 3 mm of bleed, crop marks, page size set; scale 100 %.',
          )}
        </p>
        <div class="buttons">
          <a class="button plain" href={`/s/${code}/sticker`}>
            {t('贴纸 10×14', 'Sticker 10×14')}
          </a>
          <a class="button plain" href={`/s/${code}/poster`}>
            {t('A5 海报', 'A5 poster')}
          </a>
          <a class="button plain" href={`/s/${code}/poster?size=a4`}>
            {t('A4 海报', 'A4 poster')}
          </a>
        </div>
        <Sheet shop={shop} address={wallAddress(c, code)} size={size} />
        <p class="small mute">
          {t(
            '放在收银台旁、顾客付钱以前看得到的地方。',
            'Put it where customers see it before they pay.',
          )}{' '}
          <a href={`/s/${code}`}>{t('看店铺页', 'See the shop page')}</a>
        </p>
      </Frame>
    )
  }

const TRIMS: Record<Size, readonly [number, number]> = {
  wall: [100, 140],
  a5: [148, 210],
  a4: [148, 210],
}
/** Paper with what a knife needs: ink 3 mm over the edge, and marks that point at it from outside. */
const Sheet: FC<{ kind: string; size: Size; label: string; children?: Child }> = ({
  kind,
  size,
  label,
  children,
}) => {
  const [w, h] = TRIMS[size]
  return (
    <section class={`sheet ${kind} ${size}`} aria-label={label}>
      <svg class="crop" viewBox={`0 0 ${w + 20} ${h + 20}`} aria-hidden="true">
        <path d={cropMarks(w, h)} />
      </svg>
      <div class="ink">{children}</div>
    </section>
  )
}
/** Eight strokes of 5 mm, in line with the trimmed edge, beginning 1 mm outside the bleed. */
const cropMarks = (w: number, h: number): string =>
  [10, w + 10].map((x) => `M${x} 1v5M${x} ${h + 14}v5`).join('') +
  [10, h + 10].map((y) => `M1 ${y}h5M${w + 14} ${y}h5`).join('')

const Code: FC<{ shop: ShopAnswer; address: string }> = ({ shop, address }) => {
  const t = useSay()
  return (
    <>
      <Qr value={address} label={t(`${shop.name}的店铺码`, `Code of ${shop.name}`)} />
      <p class="walls">{shop.code}</p>
    </>
  )
}
/** Whose this is: the mark, the name, and the city's own. */
const Brand: FC<{ city?: boolean }> = ({ city: named = false }) => {
  const t = useSay()
  const { city, today } = useAround()
  const { name, name_en } = cityOn(city, today)
  return (
    <p class="brand">
      <Mark on="band" />
      {t('预付保', 'Yufubao')}
      {named ? (
        <span>{t(`${name}预付消费资金存管`, `Prepaid money in custody, ${name_en}`)}</span>
      ) : null}
    </p>
  )
}

const Sticker: Paper = ({ shop, address, size }) => {
  const t = useSay()
  const number = useHotline()
  return (
    <Sheet kind="small" size={size} label={t('贴纸', 'Sticker')}>
      <div class="band">
        <Brand />
        <h2>{t('充值以前，先扫我', 'Scan before you pay')}</h2>
      </div>
      <div class="well">
        <Code shop={shop} address={address} />
        <p class="shopname">{shop.name}</p>
      </div>
      <p class="selfsee">
        {t('看这家店的钱，', 'Is this shop’s money')}
        <br />
        {t('在不在银行，够不够退', 'in the bank, and enough?')}
      </p>
      <p class="stopline">
        {t(`微信、支付宝都能扫 · 不用下载 · ${number}`, `WeChat or Alipay scan it · ${number}`)}
      </p>
    </Sheet>
  )
}

const Poster: Paper = ({ shop, address, size }) => {
  const t = useSay()
  const number = useHotline()
  const { custodian } = useAround()
  const points: readonly (readonly [IconName, string])[] = [
    ['landmark', t('钱在谁手里', 'Who has the money?')],
    ['scale', t('够不够，核对到哪天', 'Enough, and as of when?')],
    ['undo-2', t('不用了，依法退', 'Not used: refunded by law')],
  ]
  return (
    <Sheet kind="poster" size={size} label={t('海报', 'Poster')}>
      <div class="band">
        <Brand city />
        <h2>
          {t('充的钱', 'Your money')}
          <br />
          {t('由银行存管', 'is kept by a bank')}
        </h2>
        <p class="lead">{t('用一次，放一次；不用了，依法退', 'Released use by use')}</p>
        <Mark on="seal" />
        <Coast />
      </div>
      <div class="cols">
        <div>
          <Code shop={shop} address={address} />
        </div>
        <div>
          <p class="shopname">{shop.name}</p>
          <Front of={shop} />
          <p class="selfsee">{t('扫一扫，自己看：', 'Scan it and see:')}</p>
          <ul>
            {points.map(([icon, said]) => (
              <li>
                <Icon is={icon} />
                {said}
              </li>
            ))}
          </ul>
        </div>
      </div>
      <p class="stopline">
        <Icon is="shield-check" />
        {t(
          `打开是红的，或者让您付到别处：别付，打 ${number}`,
          `Red, or asked to pay elsewhere? Do not pay, call ${number}`,
        )}
      </p>
      <div class="orgs">
        <p>
          <b>{t('存管银行', 'Custody bank')}</b>
          {custodian ? t(custodian.name, custodian.name_en) : t('扫码可见', 'see the code')}
        </p>
        <p>
          <b>{t('监督电话', 'To complain')}</b>
          {number}
        </p>
        <p>
          <b>{t('微信、支付宝', 'WeChat, Alipay')}</b>
          {t('都能扫', 'both scan it')}
        </p>
      </div>
    </Sheet>
  )
}

page('GET', '/s/:code/sticker', 'public', paper(Sticker, '贴纸', 'Sticker', 'wall'))
page('GET', '/s/:code/poster', 'public', paper(Poster, '海报', 'Poster', 'a5'))
