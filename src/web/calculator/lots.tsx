import type { FC } from 'hono/jsx'
import type { GroundName } from '../../reckoning/grounds'
import { useSay } from '../around'
import { Field } from '../ui/form'
import { Ask, Fold, type Part, Tick } from './fields'
import { asksEntries, asksListPrice, asksStop, type CardKind, lotsAsked } from './words'

type Nth = Part & { ground: GroundName; i: number }
/** One payment onto the card: what every kind has, then what only this kind and this ground have. */
export const Lot: FC<Nth & { kind: CardKind }> = ({ of, kind, ground, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="money"
        name={`paid_fen_${i}`}
        label={t('实际付了多少元', 'What you really paid, in yuan')}
        hint={t('不含送的；白送的一份填 0', 'Without gifts; 0 for what was given away')}
      />
      <Ask of={of} as="day" name={`paid_on_${i}`} label={t('哪天付的', 'Paid on')} />
      {kind === 'count' ? <CountLot of={of} ground={ground} i={i} /> : null}
      {kind === 'stored_value' ? <StoredLot of={of} ground={ground} i={i} /> : null}
      {kind === 'period' ? <PeriodLot of={of} ground={ground} i={i} /> : null}
      {kind === 'package' ? <PackageLot of={of} ground={ground} i={i} /> : null}
      <Fold
        of={of}
        names={[`refunded_fen_${i}`, `signed_on_${i}`]}
        title={t('这一笔退过、或者签约不在付款那天', 'Refunded before, or signed on another day')}
      >
        <Ask
          of={of}
          as="money"
          name={`refunded_fen_${i}`}
          label={t('以前已经退过多少元', 'Already given back, in yuan')}
        />
        <Ask of={of} as="day" name={`signed_on_${i}`} label={t('哪天签的合同', 'Signed on')} />
      </Fold>
    </>
  )
}

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
      {lotsAsked(of) === 1 ? (
        <Ask
          of={of}
          as="money"
          name={`balance_fen_${i}`}
          label={t('卡上还剩多少元', 'What is left on the card, in yuan')}
          hint={t(
            '本金和送的加在一起；不知道就空着，下面填用掉多少',
            'Gifts in it; or say below what was used',
          )}
        />
      ) : null}
    </>
  )
}
const CountLot: FC<Nth> = ({ of, ground, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="number"
        name={`visits_${i}`}
        label={t('买了几次（几节）', 'Visits bought')}
        hint={t('半节写 0.5', 'Half a lesson is 0.5')}
      />
      <Ask
        of={of}
        as="number"
        name={`bonus_visits_${i}`}
        label={t('送了几次', 'Visits given free')}
        hint={t('没有就空着', 'Leave empty for none')}
      />
      <Ask
        of={of}
        as="number"
        name={`left_${i}`}
        label={t('这一份还剩几次', 'Visits left of it')}
        hint={t(
          '买的和送的加在一起；知道用了几次的填下一格',
          'Bought and given; or say used below',
        )}
      />
      <Ask
        of={of}
        as="number"
        name={`used_visits_${i}`}
        label={t('这一份用了几次', 'Visits used of it')}
      />
      {asksListPrice(ground) ? (
        <Ask
          of={of}
          as="money"
          name={`list_price_fen_${i}`}
          label={t('单买一次原价多少元', 'List price of one visit, in yuan')}
          hint={t('不知道就空着，会给出范围', 'Leave empty if unknown: the answer is a range')}
        />
      ) : null}
      <Fold of={of} names={[`ends_on_${i}`]} title={t('写了有效期', 'It has an expiry')}>
        <Ask of={of} as="day" name={`ends_on_${i}`} label={t('有效期到哪天', 'Valid until')} />
      </Fold>
    </>
  )
}
const PackageLot: FC<Nth> = ({ of, ground, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="number"
        name={`used_percent_${i}`}
        label={t('完成了百分之几', 'Done so far, in per cent')}
        hint={t('不知道就空着，会给出范围', 'Leave empty if unknown: the answer is a range')}
      />
      {asksListPrice(ground) ? (
        <Ask
          of={of}
          as="money"
          name={`list_total_fen_${i}`}
          label={t('打折前整个多少元', 'Undiscounted price of the whole, in yuan')}
          hint={t('不知道就空着', 'Leave empty if unknown')}
        />
      ) : null}
    </>
  )
}
const PeriodLot: FC<Nth> = ({ of, ground, i }) => {
  const t = useSay()
  return (
    <>
      <Length of={of} ground={ground} i={i} />
      <PeriodPrices of={of} ground={ground} i={i} />
      <Visits of={of} ground={ground} i={i} />
      <Pauses of={of} ground={ground} i={i} />
      <Tick of={of} name={`used_${i}`}>
        {t('我去用过', 'I have used it')}
      </Tick>
    </>
  )
}
const PeriodPrices: FC<Nth> = ({ of, ground, i }) => {
  const t = useSay()
  return (
    <>
      {asksListPrice(ground) ? (
        <>
          <Ask
            of={of}
            as="money"
            name={`list_total_fen_${i}`}
            label={t('打折前整张卡多少元', 'Undiscounted price of the card, in yuan')}
            hint={t('不知道就空着，会给出范围', 'Leave empty if unknown: the answer is a range')}
          />
          <Ask
            of={of}
            as="money"
            name={`list_day_${i}`}
            label={t('单买一天多少元', 'List price of one day, in yuan')}
            hint={t('没有日票就空着', 'Leave empty if there is none')}
          />
        </>
      ) : null}
      {asksStop(ground) ? (
        <Ask
          of={of}
          as="day"
          name={`stopped_on_${i}`}
          label={t('店家从哪天起不给用了', 'Shop stopped serving on')}
          hint={t('一直开着就空着', 'Leave empty if it did not')}
        />
      ) : null}
    </>
  )
}
const Visits: FC<Nth> = ({ of, ground, i }) => {
  const t = useSay()
  const limited = ['visits_max', 'visits_used', 'visits_left'].map((name) => `${name}_${i}`)
  return (
    <>
      <Fold of={of} names={limited} title={t('卡上限了次数', 'It is limited in visits, too')}>
        <Ask
          of={of}
          as="number"
          name={`visits_max_${i}`}
          label={t('一共限几次', 'Visits in all')}
        />
        <Ask of={of} as="number" name={`visits_used_${i}`} label={t('去过几次', 'Visits used')} />
        <Ask
          of={of}
          as="number"
          name={`visits_left_${i}`}
          label={t('或者：还剩几次', 'Or: visits left')}
        />
      </Fold>
      {asksEntries(ground) ? (
        <Ask
          of={of}
          as="whole"
          name={`entries_${i}`}
          label={t('实际去过几次', 'How often you went')}
          hint={t('一次没去填 0', '0 if never')}
        />
      ) : null}
      {asksEntries(ground) || asksListPrice(ground) ? (
        <Ask
          of={of}
          as="money"
          name={`visit_price_${i}`}
          label={t('单次原价多少元', 'List price of one visit, in yuan')}
          hint={t('不知道就空着', 'Leave empty if unknown')}
        />
      ) : null}
    </>
  )
}
const Pauses: FC<Nth> = ({ of, i }) => {
  const t = useSay()
  const pauses = ['paused', 'paused2', 'paused3']
  return (
    <Fold
      of={of}
      names={pauses.map((name) => `${name}_from_${i}`)}
      title={t('停过卡', 'It was paused')}
    >
      {pauses.map((name, nth) => (
        <>
          <Ask
            of={of}
            as="day"
            name={`${name}_from_${i}`}
            label={t(`第 ${nth + 1} 次停卡：从哪天`, `Pause ${nth + 1}: from`)}
          />
          <Ask of={of} as="day" name={`${name}_to_${i}`} label={t('停到哪天', 'Until')} />
        </>
      ))}
    </Fold>
  )
}
const Length: FC<Nth> = ({ of, i }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="whole"
        name={`days_${i}`}
        label={t('一共多少天', 'Days in all')}
        hint={t('天数、月数、到哪天，三样填一样', 'Days, months or the last day: one of them')}
      />
      <Ask
        of={of}
        as="whole"
        name={`months_${i}`}
        label={t('或者：几个月', 'Or: months')}
        hint={t('一年填 12', 'A year is 12')}
      />
      <Ask of={of} as="day" name={`ends_on_${i}`} label={t('或者：到哪天', 'Or: last day')} />
      <Ask
        of={of}
        as="day"
        name={`starts_on_${i}`}
        label={t('从哪天起能用', 'Usable from')}
        hint={t('付款当天就能用的空着', 'Leave empty if from the day of payment')}
      />
      <Tick of={of} name={`not_activated_${i}`}>
        {t('还没有开卡、没有激活', 'It was never activated')}
      </Tick>
    </>
  )
}
