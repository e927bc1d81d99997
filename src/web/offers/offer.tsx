import { previewOfferOperation } from '../../offers/preview'
import { publishOfferOperation } from '../../offers/routes'
import { listMerchantShopsOperation } from '../../shops/routes'
import { key, page } from '../door'
import { Frame } from '../frame'
import { ClauseAnswer } from '../public/clauses'
import { Notice } from '../ui/text'
import { KINDS, kindIn, OfferForm, type OfferKind, offerIn } from './offer-form'

const NAMES: Record<OfferKind, readonly [string, string]> = {
  stored_value: ['储值卡', 'Stored value'],
  count: ['次卡、课时', 'Visits'],
  period: ['期限卡', 'Period'],
}

/** One form per kind of card; the contract is generated, and the law's forbidden clauses are refused by name. */
page('GET', '/m/offers/new', 'staff', async ({ c, form, t, refusal, ask }) => {
  const of = refusal ? form : new URL(c.req.url).searchParams
  const kind = kindIn(of.get('kind'))
  const query = { is_open: 'true', limit: '50' } as const
  const shops = await ask(listMerchantShopsOperation, { query })
  return (
    <Frame title={t(`上架：${NAMES[kind][0]}`, `New offer: ${NAMES[kind][1]}`)}>
      <div class="buttons">
        {KINDS.filter((other) => other !== kind).map((other) => (
          <a class="button plain" href={`/m/offers/new?kind=${other}`}>
            {t(...NAMES[other])}
          </a>
        ))}
      </div>
      <Notice is="safe">
        {t(
          '合同按套餐和价目表自动写好。单张金额、有效期按当地规定检查；不合规定的会说明是哪一条。',
          'The contract is written by itself. Limits by local rules are checked and named.',
        )}
      </Notice>
      <OfferForm kind={kind} of={of} shops={shops.data} />
    </Frame>
  )
})

/** What publishing would refuse and why, each clause judged, and the whole contract; nothing is written. */
page(
  'POST',
  '/m/offers/preview',
  'staff',
  async ({ form, t, ask }) => {
    const preview = await ask(previewOfferOperation, { body: offerIn(form) })
    const { fault, clauses, contract_text } = preview
    return (
      <Frame title={t('上架前先看', 'Before it goes on sale')}>
        {fault === null ? (
          <Notice is="safe">{t('照这样可以上架。', 'It can go on sale like this.')}</Notice>
        ) : (
          <Notice is="bad">
            {t('这样不能上架：', 'It cannot go on sale: ')}
            {fault.detail}
          </Notice>
        )}
        {preview.same_name_on_sale ? (
          <Notice is="warn">
            {t(
              '已有同名的套餐在售，顾客会分不清；改个名字，或先下架旧的。',
              'An offer of this name is on sale already: customers cannot tell them apart.',
            )}
          </Notice>
        ) : null}
        {clauses.sentences.length > 0 ? (
          <>
            <h2>{t('补充条款', 'Your clauses')}</h2>
            <ClauseAnswer answer={clauses} />
          </>
        ) : null}
        {contract_text === null ? null : (
          <details>
            <summary>{t('合同全文', 'The contract')}</summary>
            <pre tabindex={0} lang="zh-CN">
              {contract_text}
            </pre>
          </details>
        )}
        <form method="post" action="/m/offers/new" class="buttons">
          {key()}
          {[...form].map(([name, value]) =>
            name === 'key' ? null : <input type="hidden" name={name} value={value} />,
          )}
          <a class="button plain" href={`/m/offers/new?${typed(form)}`}>
            {t('回去改', 'Change it')}
          </a>
          {fault === null ? <button type="submit">{t('上架', 'Put on sale')}</button> : null}
        </form>
      </Frame>
    )
  },
  { again: '/m/offers/new' },
)
/** What was typed, for the form to show again. */
function typed(form: URLSearchParams): string {
  const of = new URLSearchParams(form)
  of.delete('key')
  return of.toString()
}

page(
  'POST',
  '/m/offers/new',
  'staff',
  async ({ c, form, ask }) => {
    await ask(publishOfferOperation, { body: offerIn(form) }, form.get('key') ?? undefined)
    return c.redirect('/m/shop', 303)
  },
  { again: '/m/offers/new' },
)
