import type { FC } from 'hono/jsx'
import { type Say, useSay } from '../around'
import { Choice } from '../ui/form'
import { type CardKind, LOTS_MAX, lotsOf } from './ask'
import { Ask, type Part, Tick } from './fields'
import { Lot } from './lots'

/** The whole form; it keeps what was typed, also when a payment is added. Asking is a GET: the address is the question. */
export const CalculatorForm: FC<Part & { kind: CardKind; today: string }> = ({
  of,
  kind,
  today,
}) => {
  const t = useSay()
  const lots = lotsOf(of)
  return (
    <form method="get" action="/calculator" class="noprint">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="lots" value={String(lots)} />
      <h2>{t('第 2 步　付了多少', 'Step 2: what you paid')}</h2>
      {Array.from({ length: lots }, (_, i) => (
        <fieldset class="card">
          {lots > 1 ? <legend class="tag">{t(`第 ${i + 1} 笔`, `Payment ${i + 1}`)}</legend> : null}
          <Lot of={of} kind={kind} i={i} />
        </fieldset>
      ))}
      <p class="buttons">
        {lots < LOTS_MAX ? (
          <button type="submit" class="plain" name="do" value="add" formnovalidate>
            {t('这张卡还充过一笔', 'Add another payment')}
          </button>
        ) : null}
        {lots > 1 ? (
          <button type="submit" class="plain" name="do" value="drop" formnovalidate>
            {t('去掉最后一笔', 'Remove the last')}
          </button>
        ) : null}
      </p>
      {kind === 'period' ? null : (
        <>
          <h2>{t('第 3 步　用了多少', 'Step 3: what you used')}</h2>
          <div class="card">
            <Uses of={of} kind={kind} />
          </div>
        </>
      )}
      <h2>
        {kind === 'period'
          ? t('第 3 步　为什么不用了', 'Step 3: why it ends')
          : t('第 4 步　为什么不用了', 'Step 4: why it ends')}
      </h2>
      <div class="card">
        <Ending of={of} today={today} />
      </div>
      <details open={SPECIAL.some((name) => (of.get(name) ?? '') !== '')}>
        <summary>{t('特别情况（可以不填）', 'Special cases (optional)')}</summary>
        <div class="card">
          <Special of={of} />
        </div>
      </details>
      <button type="submit" class="block" name="do" value="answer">
        {t('算一算', 'Work it out')}
      </button>
    </form>
  )
}
const SPECIAL = ['shop_claim', 'gift', 'had_same_before', 'list_price_unproven']

const Uses: FC<Part & { kind: CardKind }> = ({ of, kind }) => {
  const t = useSay()
  if (kind === 'count')
    return (
      <Ask
        of={of}
        as="whole"
        name="used_visits"
        label={t('一共用了几次', 'Visits used')}
        hint={t('没用过就空着', 'Leave empty if none')}
      />
    )
  return (
    <>
      <Ask
        of={of}
        as="money"
        name="used_fen"
        label={t('一共用掉多少元', 'Used so far, in yuan')}
        hint={t('没用过就空着；先用最早充的', 'Empty if nothing; the earliest payment goes first')}
      />
      <Choice
        name="used_as"
        label={t('这个数是', 'This is')}
        value={of.get('used_as') ?? 'list'}
        of={[
          ['list', t('打折前的原价', 'at list prices')],
          ['charged', t('从卡里扣掉的钱', 'what the card was charged')],
        ]}
      />
    </>
  )
}

/** Whose cause, in the words of the person (法释〔2025〕4号 §13, §14, §18, §19). */
const causes = (t: Say): readonly (readonly [string, string])[] => [
  [
    'merchant',
    t('店家的原因：关门、搬走、涨价、不给用、换了人', 'The shop: closed, moved, dearer'),
  ],
  ['consumer', t('我自己不想用了', 'My own wish')],
  ['neutral', t('都不怪：生病、搬家、不可抗力', 'Nobody’s: illness, a move, force majeure')],
  ['cooling_off', t('付款不到 7 天，一次没用', 'Paid within 7 days and never used')],
]
const Ending: FC<Part & { today: string }> = ({ of, today }) => {
  const t = useSay()
  return (
    <>
      <fieldset>
        <legend>{t('是谁的原因', 'Whose cause')}</legend>
        {causes(t).map(([value, word]) => (
          <label class="check">
            <input
              type="radio"
              name="cause"
              value={value}
              checked={(of.get('cause') ?? 'merchant') === value}
            />
            <span>{word}</span>
          </label>
        ))}
      </fieldset>
      <Ask
        of={of}
        as="day"
        name="terminated_on"
        label={t('哪天起不用了', 'It ends on')}
        hint={t('提出退款的那天', 'The day a refund is asked for')}
        value={today}
      />
      <Ask
        of={of}
        as="day"
        name="refunded_on"
        label={t('钱哪天退到', 'The money comes back on')}
        hint={t('拖着不退要付利息；不知道就空着', 'Late money bears interest; may be empty')}
      />
    </>
  )
}
const Special: FC<Part> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="money"
        name="shop_claim"
        label={t('店家说要扣手续费、违约金多少元', 'Fees the shop wants to deduct, in yuan')}
      />
      <Ask
        of={of}
        as="money"
        name="gift"
        label={t('办卡时拿的赠品值多少元', 'Value of presents received, in yuan')}
      />
      <Tick of={of} name="list_price_unproven">
        {t('原价高得离谱，店家拿不出按原价卖过的记录', 'The list price is not credible')}
      </Tick>
      <Tick of={of} name="had_same_before">
        {t('办卡以前，在这家买过一样的', 'I had bought the same there before')}
      </Tick>
    </>
  )
}
