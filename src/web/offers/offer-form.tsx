import type { FC } from 'hono/jsx'
import type { publishOfferOperation } from '../../offers/routes'
import type { listMerchantShopsOperation } from '../../shops/routes'
import { useSay } from '../around'
import { type AnswerFor, key, type RequestParts } from '../door'
import { Pick } from '../look/rows'
import { Check, Choice, Field, Words } from '../ui/form'
import { fenIn } from '../ui/yuan'

export const KINDS = ['stored_value', 'count', 'period'] as const
export type OfferKind = (typeof KINDS)[number]
export const kindIn = (said: string | null | undefined): OfferKind =>
  KINDS.find((kind) => kind === said) ?? 'stored_value'

type ShopAnswer = AnswerFor<typeof listMerchantShopsOperation, 'staff'>['data'][number]
type Filled = { kind: OfferKind; of: URLSearchParams; shops: readonly ShopAnswer[] }
/** Every term the API knows of a kind of card; `of` is what was typed before, for who comes back from the preview. */
export const OfferForm: FC<Filled> = ({ kind, of, shops }) => {
  const t = useSay()
  const said = (name: string) => of.get(name) ?? ''
  return (
    <form method="post" action="/m/offers/new" class="card">
      {key()}
      <input type="hidden" name="kind" value={kind} />
      <Field name="name" label={t('套餐名', 'Name')} value={said('name')} required maxlength={30} />
      {kind === 'stored_value' ? null : (
        <Field
          name="service"
          label={t('什么服务', 'Service')}
          value={said('service')}
          required
          maxlength={20}
        />
      )}
      <Field
        name="price_fen"
        label={t('售价（元）', 'Price (yuan)')}
        value={said('price_fen')}
        inputmode="decimal"
        required
      />
      {kind === 'stored_value' ? (
        <Stored said={said} />
      ) : kind === 'count' ? (
        <Count said={said} />
      ) : (
        <Period said={said} />
      )}
      {shops.length > 1 ? <Where shops={shops} ticked={of.getAll('shop_ids')} /> : null}
      <Words
        name="clauses"
        label={t('补充条款（一行一条，可以不写）', 'More clauses (one per line, optional)')}
        hint={t(
          '先按“先看看”：哪句依法无效、怎么改，上架前就知道。',
          'Press “Preview” first: it says which sentence is void, and how to put it.',
        )}
        value={said('clauses')}
        maxlength={1000}
      />
      <div class="buttons">
        <button type="submit" class="plain" formaction="/m/offers/preview">
          {t('先看看', 'Preview')}
        </button>
        <button type="submit">{t('上架', 'Put on sale')}</button>
      </div>
    </form>
  )
}

/** Where the card is good; none ticked means everywhere, also in branches that open later. */
const Where: FC<{ shops: readonly ShopAnswer[]; ticked: readonly string[] }> = ({
  shops,
  ticked,
}) => {
  const t = useSay()
  return (
    <fieldset class="field">
      <legend>{t('只在这些门店能用', 'Only good at')}</legend>
      <span class="hint">
        {t(
          '都不选：所有门店都能用，以后新开的也能用',
          'None ticked: at every branch, also at new ones',
        )}
      </span>
      {shops.map(({ id, name, address }) => (
        <Pick
          type="checkbox"
          name="shop_ids"
          value={id}
          title={name}
          note={address}
          checked={ticked.includes(id)}
        />
      ))}
    </fieldset>
  )
}

type Said = { said: (name: string) => string }
const Stored: FC<Said> = ({ said }) => {
  const t = useSay()
  return (
    <>
      <Field
        name="bonus_fen"
        label={t('赠送（元，可以不写）', 'Bonus (yuan)')}
        value={said('bonus_fen')}
        inputmode="decimal"
      />
      <Field
        name="discount_bp"
        label={t('会员几折（可以不写，如 8.5）', 'Discount (e.g. 8.5 = 85 %)')}
        value={said('discount_bp')}
        inputmode="decimal"
        pattern="\d(\.\d)?"
      />
      <Bookings said={said} />
    </>
  )
}
const Count: FC<Said> = ({ said }) => {
  const t = useSay()
  return (
    <>
      <Field
        name="visits"
        label={t('几次', 'Visits')}
        value={said('visits')}
        inputmode="numeric"
        required
      />
      <Field
        name="bonus_visits"
        label={t('送几次（可以不写）', 'Bonus visits')}
        value={said('bonus_visits')}
        inputmode="numeric"
      />
      <Field
        name="list_price_fen"
        label={t('单次原价（元）', 'List price of one (yuan)')}
        value={said('list_price_fen')}
        inputmode="decimal"
        required
      />
      <Field
        name="valid_days"
        label={t('有效天数（不写就不过期）', 'Valid days (empty: for ever)')}
        value={said('valid_days')}
        inputmode="numeric"
      />
      <Check name="expiry_refund" proposed={said('expiry_refund')}>
        {t('到期没用完的，按实付价自动退', 'Unused visits come back by themselves at the end')}
      </Check>
      <Bookings said={said} />
    </>
  )
}
/** What a booking costs when nobody comes. */
const Bookings: FC<Said> = ({ said }) => {
  const t = useSay()
  return (
    <>
      <Field
        name="no_show_percent"
        label={t('爽约扣预约的百分之几（可以不写）', 'No-show keeps, in per cent of the booking')}
        hint={t('最多 50；不写就不扣', 'At most 50; empty: nothing')}
        value={said('no_show_percent')}
        inputmode="numeric"
      />
      <Field
        name="free_cancel_hours"
        label={t('开始前几小时取消不收费', 'Free to cancel until so many hours before')}
        hint={t('约定了爽约才填，不填为 2', 'Only with a no-show share; 2 if empty')}
        value={said('free_cancel_hours')}
        inputmode="numeric"
      />
    </>
  )
}
const Period: FC<Said> = ({ said }) => {
  const t = useSay()
  return (
    <>
      <Field
        name="days"
        label={t('多少天', 'Days')}
        value={said('days')}
        inputmode="numeric"
        required
      />
      <Field
        name="list_price_fen"
        label={t('每天原价（元）', 'List price of a day (yuan)')}
        value={said('list_price_fen')}
        inputmode="decimal"
        required
      />
      <Choice
        name="use_limit"
        label={t('次数', 'Visits')}
        value={said('use_limit')}
        of={[
          ['unlimited', t('不限次', 'unlimited')],
          ['limited', t('限次', 'limited')],
        ]}
      />
      <Field
        name="visits_max"
        label={t('限次的写最多几次', 'Most visits, if limited')}
        value={said('visits_max')}
        inputmode="numeric"
      />
      <Field
        name="pauses_max"
        label={t('可停卡几次', 'Pauses allowed')}
        hint={t(
          '三项都不填：2 次、合计 30 天、每次不少于 3 天',
          'All three empty: 2 pauses, 30 days in all, 3 days at least',
        )}
        value={said('pauses_max')}
        inputmode="numeric"
      />
      <Field
        name="pause_days_max"
        label={t('停卡合计最多几天', 'Days of pause in all')}
        value={said('pause_days_max')}
        inputmode="numeric"
      />
      <Field
        name="pause_days_min"
        label={t('每次停卡至少几天', 'Days of a pause at least')}
        value={said('pause_days_min')}
        inputmode="numeric"
      />
    </>
  )
}

type NewOffer = NonNullable<RequestParts<typeof publishOfferOperation>['body']>
/** The form's words as the API's: yuan to fen, 8.5 折 to 8,500, lines to clauses; nonsense goes on and is refused. */
export function offerIn(form: URLSearchParams): NewOffer {
  const said = (name: string) => form.get(name)?.trim() ?? ''
  const fen = (name: string) => (said(name) ? (fenIn(said(name)) ?? said(name)) : undefined)
  const whole = (name: string) => (said(name) ? Number(said(name)) : undefined)
  const given = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => said(name) !== '').map((name) => [name, whole(name)]))
  const clauses = said('clauses')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const shop_ids = form.getAll('shop_ids')
  const shared = {
    name: said('name'),
    price_fen: fen('price_fen'),
    ...(clauses.length > 0 ? { clauses } : {}),
    ...(shop_ids.length > 0 ? { shop_ids } : {}),
  }
  const bookings = {
    ...(said('no_show_percent') ? { no_show_bp: Number(said('no_show_percent')) * 100 } : {}),
    ...given(['free_cancel_hours']),
  }
  const kind = kindIn(form.get('kind'))
  if (kind === 'stored_value') {
    const [fold = '', tenth = '0'] = said('discount_bp').split('.')
    const discount_bp = fold ? Number(fold) * 1000 + Number(tenth) * 100 : undefined
    return { kind, ...shared, bonus_fen: fen('bonus_fen'), discount_bp, ...bookings }
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
      ...(said('expiry_refund') ? { expiry_refund: true } : {}),
      ...bookings,
    }
  return {
    kind,
    ...unit,
    days: whole('days'),
    use_limit: said('use_limit') || undefined,
    ...given(['visits_max', 'pauses_max', 'pause_days_max', 'pause_days_min']),
  }
}
