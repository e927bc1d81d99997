import { listPriceItemsOperation } from '../../offers/routes'
import { redeemByCodeOperation } from '../../redemptions/routes'
import { assetHref } from '../assets'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Check, Field } from '../ui/form'
import { Island } from '../ui/island'
import { Notice } from '../ui/text'
import { typedUse, What } from './what'

/** The till: an amount or an item, the customer's code, done. Scanner guns type the code and press Enter. */
page(
  'GET',
  '/m',
  'staff',
  async ({ ask, t, refusal }) => {
    const items = (await ask(listPriceItemsOperation, { query: { limit: '50' } })).data.filter(
      ({ withdrawn_at }) => withdrawn_at === null,
    )
    const repeats = refusal?.code === 'same_amount_just_redeemed'
    return (
      <Frame title={t('收银台', 'Till')}>
        <div class="halves">
          <form method="post" action="/m/redemptions" class="card" id="till">
            {key()}
            {repeats ? (
              <Check name="repeat">
                <strong>{t('确实再扣一次同样的金额', 'Yes, charge the same sum again')}</strong>
              </Check>
            ) : null}
            <What items={items} />
            <div class="keys" id="keys" hidden></div>
            <Field
              name="code"
              label={t('顾客的消费码', 'Customer’s code')}
              hint={t('扫码枪直接扫；也可以输 18 位数字。', 'Scan it, or type the digits.')}
              required
              autocomplete="off"
              inputmode="numeric"
              autofocus
              data-code
            />
            <video id="camera" hidden muted playsinline aria-label={t('取景', 'Camera')}></video>
            <div class="buttons">
              <button type="submit">{t('核销', 'Redeem')}</button>
              <button
                type="button"
                class="plain"
                id="scan"
                hidden
                data-reader={assetHref('reader')}
                data-none={t('这台设备不能扫，请输数字', 'Cannot scan here: type the digits')}
              >
                {t('用镜头扫', 'Scan with the camera')}
              </button>
            </div>
            <p id="scan-said" role="status"></p>
          </form>
          <div>
            <Notice is="safe">
              {t(
                '顾客没带手机？报手机尾号、输密码；或先占用，等顾客确认。',
                'No phone? Last digits and PIN, or set the sum aside until it is confirmed.',
              )}
            </Notice>
            <div class="buttons">
              <a class="button plain" href="/m/counter">
                {t('尾号加密码', 'Digits and PIN')}
              </a>
              <a class="button plain" href="/m/claims/new">
                {t('免码核销', 'Without a code')}
              </a>
              <a class="button plain" href="/m/holds">
                {t('预约和占用', 'Bookings')}
              </a>
            </div>
          </div>
        </div>
        <Island name="counter" />
        <Island name="scan" />
      </Frame>
    )
  },
  { camera: true },
)

page(
  'POST',
  '/m/redemptions',
  'staff',
  async ({ c, form, ask }) => {
    const body = {
      code: (form.get('code') ?? '').replace(/\s/g, ''),
      ...typedUse(form),
      repeat_confirmed: form.get('repeat') === 'yes',
    }
    const use = await ask(redeemByCodeOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/m/redemptions/${use.id}`, 303)
  },
  { again: '/m', camera: true },
)
