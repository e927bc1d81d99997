import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Field } from '../ui/form'
import type { CardKind } from './ask'
import { Ask, type Part, Tick } from './fields'

/** One payment onto the card: what every kind has, then what only this kind has. */
export const Lot: FC<Part & { kind: CardKind; i: number }> = ({ of, kind, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="money"
        name={`paid_fen_${i}`}
        label={t('实际付了多少元', 'What you really paid, in yuan')}
        hint={t('不含送的', 'Without gifts')}
      />
      <Ask of={of} as="day" name={`paid_on_${i}`} label={t('哪天付的', 'Paid on')} />
      {kind === 'count' ? <CountLot of={of} i={i} /> : null}
      {kind === 'stored_value' ? <StoredLot of={of} i={i} /> : null}
      {kind === 'period' ? <PeriodLot of={of} i={i} /> : null}
      <Ask
        of={of}
        as="money"
        name={`refunded_fen_${i}`}
        label={t('以前已经退过多少元', 'Already given back, in yuan')}
        hint={t('没有退过就空着', 'Leave empty if nothing was')}
      />
    </>
  )
}
type Nth = Part & { i: number }
const StoredLot: FC<Nth> = ({ of, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="money"
        name={`bonus_fen_${i}`}
        label={t('送了多少元', 'Gift, in yuan')}
        hint={t('例如充 1000 送 200，填 200；没有就空着', 'Pay 1000 get 1200: 200')}
      />
      <Field
        name={`discount_${i}`}
        label={t('会员打几折', 'Member discount (折)')}
        hint={t('八折填 8，八八折填 8.8；不打折就空着', '20% off is 8; leave empty for none')}
        value={of.get(`discount_${i}`) ?? ''}
        inputmode="decimal"
        autocomplete="off"
      />
    </>
  )
}
const CountLot: FC<Nth> = ({ of, i }) => {
  const t = useSay()
  return (
    <>
      <Ask of={of} as="whole" name={`visits_${i}`} label={t('买了几次', 'Visits bought')} />
      <Ask
        of={of}
        as="whole"
        name={`bonus_visits_${i}`}
        label={t('送了几次', 'Visits given free')}
        hint={t('没有就空着', 'Leave empty for none')}
      />
      <Ask
        of={of}
        as="money"
        name={`list_price_fen_${i}`}
        label={t('单买一次原价多少元', 'List price of one visit, in yuan')}
        hint={t('不办卡、不打折时店里的价', 'Without a card and without a discount')}
      />
    </>
  )
}
const PeriodLot: FC<Nth> = ({ of, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="whole"
        name={`days_${i}`}
        label={t('一共多少天', 'Days in all')}
        hint={t('月卡填 30，季卡 90，年卡 365', 'A month 30, a quarter 90, a year 365')}
      />
      <Ask
        of={of}
        as="day"
        name={`starts_on_${i}`}
        label={t('从哪天起能用', 'Usable from')}
        hint={t('付款当天就能用的空着', 'Leave empty if from the day of payment')}
      />
      <Ask
        of={of}
        as="money"
        name={`list_price_fen_${i}`}
        label={t('单买一天原价多少元', 'List price of one day, in yuan')}
        hint={t('不知道就空着', 'Leave empty if unknown')}
      />
      <Ask of={of} as="day" name={`paused_from_${i}`} label={t('停过卡：从哪天', 'Paused from')} />
      <Ask of={of} as="day" name={`paused_to_${i}`} label={t('停到哪天', 'Paused until')} />
      <Ask
        of={of}
        as="day"
        name={`stopped_on_${i}`}
        label={t('店家从哪天起不给用了', 'Shop stopped serving on')}
        hint={t('一直开着就空着', 'Leave empty if it did not')}
      />
      <Tick of={of} name={`used_${i}`}>
        {t('我去用过', 'I have used it')}
      </Tick>
    </>
  )
}
