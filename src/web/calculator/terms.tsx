import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Choice } from '../ui/form'
import { Ask, type Part, Tick } from './fields'
import { type CardKind, lotsAsked } from './words'

/** What contract or shop agreed beyond the law; only what is better for the holder counts. */
export const Terms: FC<Part & { kind: CardKind }> = ({ of, kind }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="money"
        name="promised"
        label={t('店家书面答应退多少元', 'Promised in writing, in yuan')}
        hint={t('答应的总额', 'The whole sum promised')}
      />
      <Tick of={of} name="promised_after">
        {t('答应的时候，以前退的那些已经退过了', 'Promised after the earlier refunds')}
      </Tick>
      <Tick of={of} name="own_wish_at_paid_price">
        {t('合同写明自己要退也按优惠价扣', 'The contract keeps the price paid for an own wish')}
      </Tick>
      <Ask
        of={of}
        as="whole"
        name="cooling_off_days"
        label={t('合同给的无理由退款，多少天', 'Cooling-off days of the contract')}
      />
      <Ask
        of={of}
        as="number"
        name="interest"
        label={t('约定的年利率，百分之几', 'Agreed interest, per cent a year')}
      />
      <Tick of={of} name="interest_from_payment">
        {t('约定利息从付款起算', 'Interest runs from the payment')}
      </Tick>
      <Ask
        of={of}
        as="number"
        name="supervised"
        label={t('监管账户的实际年利率，百分之几', 'Real rate of the supervised account, per cent')}
      />
      {kind === 'period' ? (
        <Choice
          name="count_by"
          label={t('限次的期限卡，合同写按什么算', 'A limited card counts by')}
          value={of.get('count_by') ?? ''}
          of={[
            ['', t('没有写', 'It does not say')],
            ['visits', t('按次', 'Visits')],
            ['days', t('按天', 'Days')],
          ]}
        />
      ) : null}
      {lotsAsked(of) > 1 ? (
        <Tick of={of} name="each_payment_apart">
          {t('合同写明每次充值各算各的', 'The contract reckons each payment apart')}
        </Tick>
      ) : null}
    </>
  )
}
