import type { FC } from 'hono/jsx'
import { publishOfferOperation } from '../../offers/routes'
import { useSay } from '../around'
import { key, page, type RequestParts, type Visit } from '../door'
import { Frame } from '../frame'
import { Choice, Field, Words } from '../ui/form'
import { Notice } from '../ui/text'
import { fenIn } from '../ui/yuan'

const KINDS = ['stored_value', 'count', 'period'] as const
type OfferKind = (typeof KINDS)[number]
const kindIn = (said: string | null | undefined): OfferKind =>
  KINDS.find((kind) => kind === said) ?? 'stored_value'
const NAMES: Record<OfferKind, readonly [string, string]> = {
  stored_value: ['储值卡', 'Stored value'],
  count: ['次卡、课时', 'Visits'],
  period: ['期限卡', 'Period'],
}

/** One form per kind of card; the contract is generated, and the law's forbidden clauses are refused by name. */
page('GET', '/m/offers/new', 'staff', async ({ c, form, t, refusal }) => {
  const kind = kindIn(refusal ? form.get('kind') : c.req.query('kind'))
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
      <form method="post" action="/m/offers/new" class="card">
        {key()}
        <input type="hidden" name="kind" value={kind} />
        <Field name="name" label={t('套餐名', 'Name')} required maxlength={30} />
        {kind === 'stored_value' ? null : (
          <Field name="service" label={t('什么服务', 'Service')} required maxlength={20} />
        )}
        <Field
          name="price_fen"
          label={t('售价（元）', 'Price (yuan)')}
          inputmode="decimal"
          required
        />
        {kind === 'stored_value' ? <Stored /> : kind === 'count' ? <Count /> : <Period />}
        <Words
          name="clauses"
          label={t('补充条款（一行一条，可以不写）', 'More clauses (one per line, optional)')}
          hint={t(
            '“概不退款”“解释权归本店”这类无效条款会被退回。',
            'Void clauses such as “no refunds” are refused.',
          )}
          maxlength={1000}
        />
        <button type="submit">{t('上架', 'Put on sale')}</button>
      </form>
    </Frame>
  )
})
const Stored: FC = () => {
  const t = useSay()
  return (
    <>
      <Field
        name="bonus_fen"
        label={t('赠送（元，可以不写）', 'Bonus (yuan)')}
        inputmode="decimal"
      />
      <Field
        name="discount_bp"
        label={t('会员几折（可以不写，如 8.5）', 'Discount (e.g. 8.5 = 85 %)')}
        inputmode="decimal"
        pattern="\d(\.\d)?"
      />
    </>
  )
}
const Count: FC = () => {
  const t = useSay()
  return (
    <>
      <Field name="visits" label={t('几次', 'Visits')} inputmode="numeric" required />
      <Field
        name="bonus_visits"
        label={t('送几次（可以不写）', 'Bonus visits')}
        inputmode="numeric"
      />
      <Field
        name="list_price_fen"
        label={t('单次原价（元）', 'List price of one (yuan)')}
        inputmode="decimal"
        required
      />
      <Field
        name="valid_days"
        label={t('有效天数（不写就不过期）', 'Valid days (empty: for ever)')}
        inputmode="numeric"
      />
    </>
  )
}
const Period: FC = () => {
  const t = useSay()
  return (
    <>
      <Field name="days" label={t('多少天', 'Days')} inputmode="numeric" required />
      <Field
        name="list_price_fen"
        label={t('每天原价（元）', 'List price of a day (yuan)')}
        inputmode="decimal"
        required
      />
      <Choice
        name="use_limit"
        label={t('次数', 'Visits')}
        of={[
          ['unlimited', t('不限次', 'unlimited')],
          ['limited', t('限次', 'limited')],
        ]}
      />
      <Field
        name="visits_max"
        label={t('限次的写最多几次', 'Most visits, if limited')}
        inputmode="numeric"
      />
    </>
  )
}

page(
  'POST',
  '/m/offers/new',
  'staff',
  async ({ c, form, ask }) => {
    await ask(publishOfferOperation, { body: bodyOf(form) }, form.get('key') ?? undefined)
    return c.redirect('/m/shop', 303)
  },
  { again: '/m/offers/new' },
)
type NewOffer = NonNullable<RequestParts<typeof publishOfferOperation>['body']>
/** The form's words as the API's: yuan to fen, 8.5 折 to 8,500, lines to clauses; nonsense goes on and is refused. */
function bodyOf(form: Visit['form']): NewOffer {
  const said = (name: string) => form.get(name)?.trim() ?? ''
  const fen = (name: string) => (said(name) ? (fenIn(said(name)) ?? said(name)) : undefined)
  const whole = (name: string) => (said(name) ? Number(said(name)) : undefined)
  const clauses = said('clauses')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const shared = {
    name: said('name'),
    price_fen: fen('price_fen'),
    ...(clauses.length > 0 ? { clauses } : {}),
  }
  const kind = kindIn(form.get('kind'))
  if (kind === 'stored_value') {
    const [fold = '', tenth = '0'] = said('discount_bp').split('.')
    const discount_bp = fold ? Number(fold) * 1000 + Number(tenth) * 100 : undefined
    return { kind, ...shared, bonus_fen: fen('bonus_fen'), discount_bp }
  }
  const unit = {
    ...shared,
    service: said('service') || undefined,
    list_price_fen: fen('list_price_fen'),
  }
  if (kind === 'count')
    return {
      kind,
      ...unit,
      visits: whole('visits'),
      bonus_visits: whole('bonus_visits'),
      valid_days: whole('valid_days'),
    }
  const visits_max = whole('visits_max')
  return {
    kind,
    ...unit,
    days: whole('days'),
    use_limit: said('use_limit') || undefined,
    ...(visits_max === undefined ? {} : { visits_max }),
  }
}
