import { readShiftOperation } from '../../corrections/shift'
import { listHoldsOperation } from '../../holds/routes'
import { readRedemptionOperation, redeemByCodeOperation } from '../../redemptions/routes'
import { readTillPinOperation } from '../../tills/routes'
import { key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Island } from '../ui/island'
import { Lock } from './lock'
import { Shift } from './shift'
import { Entry, Result, Sum, Tiles, Waits } from './till'
import { priceList, typedUse } from './what'

const USE = /^rdm_\w{1,40}$/
/** The use the till has just rung up, when the slip leads back with its number; a strange number shows nothing. */
async function rungUp({ ask, c, refusal }: Pick<Visit<'staff'>, 'ask' | 'c' | 'refusal'>) {
  const id = c.req.query('last') ?? ''
  return USE.test(id) && !refusal
    ? ask(readRedemptionOperation, { params: { id } }).catch(() => null)
    : null
}

/** The till on one screen: a sum or an item, the customer's code, done. Scanner guns type the code and press Enter. */
page(
  'GET',
  '/m',
  'staff',
  async ({ ask, t, c, refusal }) => {
    const [items, holds, shift, pin, use] = await Promise.all([
      priceList(ask),
      ask(listHoldsOperation, { query: { status: 'held', limit: '10' } }),
      ask(readShiftOperation),
      ask(readTillPinOperation),
      rungUp({ ask, c, refusal }),
    ])
    return (
      <Frame title={t('收银台', 'Till')} heading="own" sheet="till">
        <h1 class="vh">{t('收银台', 'Till')}</h1>
        <div class="till">
          <form method="post" action="/m/redemptions" class="pad" id="till">
            {key()}
            <Sum />
            <Tiles items={items} />
            <div class="keys" id="keys" hidden></div>
            <Entry asks={refusal?.code} />
          </form>
          <div class="side">
            {use ? <Result use={use} /> : null}
            <section class="card rest">
              <Waits holds={holds.data} />
              <Shift of={shift} />
              <Lock pin={pin} />
            </section>
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
      up_to_balance: form.get('up_to_balance') === 'yes',
    }
    const use = await ask(redeemByCodeOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/m/redemptions/${use.id}`, 303)
  },
  { again: '/m', camera: true },
)
