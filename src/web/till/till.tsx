import type { FC } from 'hono/jsx'
import type { listHoldsOperation } from '../../holds/routes'
import type { listPriceItemsOperation } from '../../offers/routes'
import type { readRedemptionOperation } from '../../redemptions/routes'
import { useSay } from '../around'
import { assetHref } from '../assets'
import type { AnswerFor } from '../door'
import { Counted } from '../figures/history'
import { Icon } from '../look/icon'
import { Check, useFault, useKept } from '../ui/form'
import { Money, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type PriceItemAnswer = AnswerFor<typeof listPriceItemsOperation, 'staff'>['data'][number]
type HoldAnswer = AnswerFor<typeof listHoldsOperation, 'staff'>['data'][number]
type RedemptionAnswer = AnswerFor<typeof readRedemptionOperation, 'staff'>

/** The sum in yuan, or so many visits, in one row. */
export const Sum: FC = () => {
  const t = useSay()
  const wrong = (name: string) => (useFault(name) ? 'true' : undefined)
  return (
    <div class="amt">
      <label for="amount_fen">{t('金额（元）', 'Yuan')}</label>
      <input
        id="amount_fen"
        name="amount_fen"
        value={useKept('amount_fen')}
        inputmode="decimal"
        autocomplete="off"
        placeholder="0.00"
        aria-invalid={wrong('amount_fen')}
        data-amount
      />
      <label for="visits">{t('或扣几次', 'or visits')}</label>
      <input
        id="visits"
        name="visits"
        value={useKept('visits')}
        inputmode="numeric"
        pattern="\d{1,2}"
        autocomplete="off"
        aria-invalid={wrong('visits')}
        data-visits
      />
    </div>
  )
}

/** The shop's own items, one press each; the first eight also by F1 to F8. */
export const Tiles: FC<{ items: readonly PriceItemAnswer[] }> = ({ items }) => {
  const t = useSay()
  const chosen = useKept('item_id')
  if (items.length === 0) return null
  return (
    <fieldset class="tiles">
      <legend class="vh">{t('或点一个项目', 'Or an item')}</legend>
      {items.map((item, at) => (
        <label class="tile">
          <input
            class="vh"
            type="radio"
            name="item_id"
            value={item.id}
            checked={chosen === item.id}
          />
          <b>{item.name}</b>
          <span>
            <Money fen={item.list_price_fen} />
          </span>
          {at < 8 ? <kbd>F{at + 1}</kbd> : null}
        </label>
      ))}
      <label class="tile visit">
        <input class="vh" type="radio" name="item_id" value="" checked={chosen === ''} data-none />
        <b>{t('不选项目', 'No item')}</b>
      </label>
    </fieldset>
  )
}

/** The code and the button, and the ways for a customer without a phone. */
export const Entry: FC<{ asks: string | undefined }> = ({ asks }) => {
  const t = useSay()
  return (
    <div class="entry">
      {asks === 'same_amount_just_redeemed' ? (
        <Check name="repeat">
          <strong>{t('确实再扣一次同样的金额', 'Yes, charge the same sum again')}</strong>
        </Check>
      ) : null}
      {asks === 'redemption_exceeds_balance' ? (
        <Check name="up_to_balance">
          <strong>
            {t(
              '余额不够：把卡里的全部扣完，余下另收',
              'Take all that is left; the rest is paid otherwise',
            )}
          </strong>
        </Check>
      ) : null}
      <label for="code">
        {t('顾客的消费码', 'Customer’s code')}{' '}
        <span>{t('扫码枪直接扫，也可以输 18 位数字', 'Scan it, or type the 18 digits')}</span>
      </label>
      <input
        id="code"
        name="code"
        value={useKept('code')}
        required
        autocomplete="off"
        inputmode="numeric"
        autofocus
        aria-invalid={useFault('code') ? 'true' : undefined}
        data-code
      />
      <button type="submit">{t('核销', 'Redeem')}</button>
      <button
        type="button"
        class="plain"
        id="scan"
        hidden
        aria-label={t('用镜头扫', 'Scan with the camera')}
        data-reader={assetHref('reader')}
        data-none={t('这台设备不能扫，请输数字', 'Cannot scan here: type the digits')}
      >
        <Icon is="camera" />
      </button>
      <video id="camera" hidden muted playsinline aria-label={t('取景', 'Camera')}></video>
      <p id="scan-said" class="ways" role="status"></p>
      <p class="ways">
        <span class="mute">{t('没带手机：', 'No phone: ')}</span>
        <a class="inline" href="/m/counter">
          {t('尾号加密码', 'Digits and PIN')}
        </a>
        <a class="inline" href="/m/claims/new">
          {t('免码核销', 'Without a code')}
        </a>
        <a class="inline" href="/m/holds">
          {t('预约和占用', 'Bookings')}
        </a>
      </p>
    </div>
  )
}

/** What the till has just done: large, with the way to undo it. */
export const Result: FC<{ use: RedemptionAnswer }> = ({ use }) => {
  const t = useSay()
  const paid = use.status === 'succeeded'
  const waits = use.status === 'user_confirming'
  return (
    <section
      class={`res ${stateTone('use_at_till', use.status)}`}
      aria-label={t('上一笔', 'Last use')}
    >
      <p class="state">
        <Icon is={paid ? 'circle-check' : waits ? 'hourglass' : 'x'} />
        {paid
          ? t('上一笔', 'Last use')
          : waits
            ? t('等顾客确认，还没有扣钱', 'Waits for the customer, nothing taken yet')
            : t('没有扣钱', 'Nothing was taken')}
      </p>
      <p class="sum">
        <Counted use={use} />
      </p>
      <p class="left">{use.message}</p>
      <p class="line">
        <a class="button plain mini" href={`/m/redemptions/${use.id}`}>
          {paid ? t('小票，撤销', 'Slip, void') : t('打开', 'Open')}
        </a>
      </p>
    </section>
  )
}

/** Sums set aside: bookings to come, and uses that wait for their holder. */
export const Waits: FC<{ holds: readonly HoldAnswer[] }> = ({ holds }) => {
  const t = useSay()
  return (
    <>
      <h2>{t('等着的顾客', 'Customers waiting')}</h2>
      {holds.length === 0 ? (
        <p class="small mute">{t('没有占用和预约。', 'Nothing is set aside.')}</p>
      ) : (
        <ul class="waits">
          {holds.map((hold) => (
            <li>
              <span>
                <b>{hold.label}</b>{' '}
                <span class="small">
                  <When at={hold.starts_at ?? hold.created_at} />
                </span>
              </span>
              <b>{unitsText(hold.unit, hold.units, t)}</b>
              <a class="button plain mini" href={`/m/holds/${hold.id}`}>
                {t('打开', 'Open')}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
