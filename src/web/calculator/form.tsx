import type { FC } from 'hono/jsx'
import type { GroundName } from '../../reckoning/grounds'
import { useSay } from '../around'
import { Choice } from '../ui/form'
import { Ask, type Part, Tick } from './fields'
import { Lot } from './lots'
import { GroundFields, Special } from './special'
import { type CardKind, LOTS_MAX, lotsAsked } from './words'

type Shown = Part & { kind: CardKind; ground: GroundName; today: string }
/** The whole form; it keeps what was typed, also when a payment is added. Asking is a GET: the address is the question. */
export const CalculatorForm: FC<Shown> = ({ of, kind, ground, today }) => {
  const t = useSay()
  const lots = lotsAsked(of)
  return (
    <form method="get" action="/calculator" class="noprint">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="ground" value={ground} />
      <input type="hidden" name="lots" value={String(lots)} />
      <h2>{t('第 3 步　付了多少、还剩多少', 'Step 3: what you paid and have left')}</h2>
      {Array.from({ length: lots }, (_, i) => (
        <fieldset class="card">
          {lots > 1 ? <legend class="tag">{t(`第 ${i + 1} 笔`, `Payment ${i + 1}`)}</legend> : null}
          <Lot of={of} kind={kind} ground={ground} i={i} />
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
      <Uses of={of} kind={kind} lots={lots} />
      <h2>{t('第 4 步　什么时候', 'Step 4: when')}</h2>
      <div class="card">
        <GroundFields of={of} kind={kind} ground={ground} />
        <Ending of={of} today={today} />
      </div>
      <h2>{t('特别情况（可以不填）', 'Special cases (optional)')}</h2>
      <div class="card">
        <Special of={of} kind={kind} ground={ground} />
      </div>
      <button type="submit" class="block" name="do" value="answer">
        {t('算一算', 'Work it out')}
      </button>
    </form>
  )
}

/** What was used of the whole card, where it is not said with each payment. */
const Uses: FC<Part & { kind: CardKind; lots: number }> = ({ of, kind, lots }) => {
  const t = useSay()
  if (kind === 'period' || kind === 'package') return null
  return (
    <div class="card">
      {kind === 'count' ? (
        lots > 1 || (of.get('used_visits') ?? '') !== '' ? (
          <Ask
            of={of}
            as="number"
            name="used_visits"
            label={t(
              '分不清哪一份的，一共用了几次',
              'Visits used in all, where it is not known of which',
            )}
            hint={t('先用最早买的；上面填过的不再填', 'The earliest goes first')}
          />
        ) : null
      ) : (
        <StoredUses of={of} lots={lots} />
      )}
      <Tick of={of} name="uses_unknown">
        {t(
          '用了多少只有店家知道，店家不给看',
          'Only the shop knows what was used, and shows nothing',
        )}
      </Tick>
    </div>
  )
}
const StoredUses: FC<Part & { lots: number }> = ({ of, lots }) => {
  const t = useSay()
  return (
    <>
      {lots > 1 ? (
        <Ask
          of={of}
          as="money"
          name="balance_fen"
          label={t('卡上一共还剩多少元', 'What is left on the card, in yuan')}
          hint={t('本金和送的加在一起', 'Gifts in it')}
        />
      ) : null}
      <Ask
        of={of}
        as="money"
        name="used_fen"
        label={t('一共用掉多少元', 'Used so far, in yuan')}
        hint={t('填过还剩多少的空着；先用最早充的', 'Empty if you said what is left')}
      />
      <Choice
        name="used_as"
        label={t('用掉的这个数是', 'What was used is')}
        value={of.get('used_as') ?? 'list'}
        of={[
          ['list', t('打折前的原价', 'at list prices')],
          ['charged', t('从卡里扣掉的钱', 'what the card was charged')],
        ]}
      />
    </>
  )
}

const Ending: FC<Part & { today: string }> = ({ of, today }) => {
  const t = useSay()
  return (
    <>
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
