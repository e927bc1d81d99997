import type { FC } from 'hono/jsx'
import { SALE_REGIONS } from '../../law/sale-rule'
import type { GroundName } from '../../reckoning/grounds'
import { useSay } from '../around'
import { Choice } from '../ui/form'
import { Ask, Fold, type Part, Tick } from './fields'
import { Terms } from './terms'
import { asksBefore, asksListPrice, type CardKind } from './words'

type About = Part & { kind: CardKind; ground: GroundName }

/** What only this ground makes matter, asked in the open. Not known is an answer: it becomes a range. */
export const GroundFields: FC<About> = ({ of, ground }) => {
  const t = useSay()
  const unknown = ['', t('不知道', 'Not known')] as const
  const [yes, no] = [t('是', 'Yes'), t('不是', 'No')]
  const mayEnd = (
    <Choice
      name="may_end"
      label={t('合同写了可以退，或者店家同意退', 'Contract or shop lets it end')}
      value={of.get('may_end') ?? ''}
      of={[unknown, ['yes', yes], ['no', no]]}
    />
  )
  if (ground === 'own_wish') return mayEnd
  if (ground === 'moved_away')
    return (
      <>
        <Choice
          name="unforeseeable"
          label={t('办卡时料不到要搬、要调走', 'It could not be foreseen at the sale')}
          value={of.get('unforeseeable') ?? ''}
          of={[unknown, ['yes', yes], ['no', no]]}
        />
        {mayEnd}
      </>
    )
  if (ground === 'shop_closed')
    return (
      <Tick of={of} name="fled">
        {t('店家躲着不见、不退钱', 'The shop hides and gives nothing back')}
      </Tick>
    )
  if (ground !== 'minor') return null
  return (
    <>
      <Ask
        of={of}
        as="whole"
        name="age"
        label={t('办卡时孩子几周岁', 'Age of the child at the sale')}
      />
      <Choice
        name="guardian_agreed"
        label={t('家长事先同意或者事后认可', 'A guardian agreed')}
        value={of.get('guardian_agreed') ?? ''}
        of={[unknown, ['yes', yes], ['no', no]]}
      />
      <Choice
        name="fits_age"
        label={t('金额等与孩子的年龄相适应', 'The sum fits the age')}
        value={of.get('fits_age') ?? ''}
        of={[unknown, ['yes', yes], ['no', no]]}
      />
      <Tick of={of} name="unlawful_service">
        {t('网络付费游戏等法律不许向未成年人提供的', 'A paid online game or the like')}
      </Tick>
    </>
  )
}

/** Everything a few cases have. */
export const Special: FC<About> = (about) => {
  const t = useSay()
  const { of } = about
  return (
    <>
      <Fold
        of={of}
        names={['region', 'had_same_before', 'had_same_elsewhere']}
        title={t('店在哪里、以前买过没有', 'Where the shop is, and what you had before')}
      >
        <Before {...about} />
      </Fold>
      <Fold
        of={of}
        names={['discounted', 'list_price_unproven', 'market_fen', 'undiscounted_fen']}
        title={t('原价和市场价', 'List price and market price')}
      >
        <Prices {...about} />
      </Fold>
      <Fold
        of={of}
        names={['shop_claim', 'gift', 'cost', 'fee_fen']}
        title={t(
          '店家要扣的、赠品、您的费用、会员费',
          'Deductions, gifts, your costs, a membership fee',
        )}
      >
        <Money of={of} />
      </Fold>
      <Fold
        of={of}
        names={[
          'promised',
          'own_wish_at_paid_price',
          'cooling_off_days',
          'interest',
          'supervised',
          'each_payment_apart',
        ]}
        title={t('合同或店家另外答应的', 'What was agreed or promised')}
      >
        <Terms {...about} />
      </Fold>
      <Fold
        of={of}
        names={['holder', 'shop']}
        title={t('打印用的名字（可以留白）', 'Names for the paper (may stay blank)')}
      >
        <Named of={of} />
      </Fold>
    </>
  )
}

const Before: FC<About> = ({ of, ground }) => {
  const t = useSay()
  const places = (['shandong', 'jiangsu', 'zhejiang', 'shanghai', 'beijing'] as const).map(
    (region) => [region, SALE_REGIONS[region].name] as const,
  )
  return (
    <>
      <Choice
        name="region"
        label={t('店在哪里', 'Where the shop is')}
        hint={t('有的地方冷静期更长', 'Some places give longer')}
        value={of.get('region') ?? ''}
        of={[['', t('别处或不知道', 'Elsewhere')], ...places]}
      />
      {asksBefore(ground) ? (
        <>
          <Tick of={of} name="had_same_before">
            {t('办卡以前，在这家买过一样的', 'I had bought the same there before')}
          </Tick>
          <Tick of={of} name="had_same_elsewhere">
            {t('办卡以前，在别家买过一样的', 'I had had the same from another shop')}
          </Tick>
        </>
      ) : null}
    </>
  )
}
const Prices: FC<About> = ({ of, kind, ground }) => {
  const t = useSay()
  return (
    <>
      {asksListPrice(ground) ? (
        <Choice
          name="discounted"
          label={t('买的时候打折了吗', 'Was it sold at a discount')}
          value={of.get('discounted') ?? ''}
          of={[
            ['', t('不知道', 'Not known')],
            ['no', t('没有，按原价买的', 'No, at its list price')],
            ['yes', t('打折了', 'Yes')],
          ]}
        />
      ) : null}
      {kind === 'stored_value' ? (
        <Ask
          of={of}
          as="money"
          name="undiscounted_fen"
          label={t(
            '会员价买的东西，打折前一共多少元',
            'Members’ prices: the same undiscounted, in yuan',
          )}
        />
      ) : null}
      <Tick of={of} name="list_price_unproven">
        {t('原价高得离谱，店家拿不出按原价卖过的记录', 'The list price is not credible')}
      </Tick>
      <Ask
        of={of}
        as="money"
        name="market_fen"
        label={
          kind === 'count'
            ? t('别家同样的一次多少元', 'The like elsewhere, one visit, in yuan')
            : t('用掉的这些，别家要多少元', 'The like elsewhere, in yuan')
        }
        hint={t('当时当地的市场价', 'The market price then and there')}
      />
    </>
  )
}
const Money: FC<Part> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <Ask
        of={of}
        as="money"
        name="shop_claim"
        label={t('店家说要扣多少元', 'What the shop wants to deduct, in yuan')}
      />
      <Choice
        name="shop_claim_kind"
        label={t('扣的是什么', 'What for')}
        value={of.get('shop_claim_kind') ?? ''}
        of={[
          ['', t('手续费等', 'Handling and the like')],
          ['penalty', t('违约金', 'A penalty')],
          ['commission', t('员工提成', 'A commission')],
          ['cost', t('店家实际花掉的成本', 'Costs it really paid')],
        ]}
      />
      <Ask
        of={of}
        as="money"
        name="gift"
        label={t('办卡时拿的赠品值多少元', 'Value of presents received, in yuan')}
      />
      <Tick of={of} name="gift_returned">
        {t('赠品已经还了', 'The presents were given back')}
      </Tick>
      <Ask
        of={of}
        as="money"
        name="cost"
        label={t('您为要回钱花的合理费用，多少元', 'Your reasonable costs, in yuan')}
      />
      <Ask
        of={of}
        as="money"
        name="fee_fen"
        label={t('另外交的会员费、入会费，多少元', 'A membership fee beside, in yuan')}
      />
      <Ask of={of} as="day" name="fee_on" label={t('会员费哪天付的', 'The fee was paid on')} />
      <Ask
        of={of}
        as="whole"
        name="fee_days"
        label={t('会员费管多少天', 'It covers so many days')}
      />
    </>
  )
}
const Named: FC<Part> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <label class="field">
        {t('消费者', 'Consumer')}
        <input id="holder" name="holder" maxlength={40} value={of.get('holder') ?? ''} />
      </label>
      <label class="field">
        {t('经营者', 'Shop')}
        <input id="shop" name="shop" maxlength={60} value={of.get('shop') ?? ''} />
      </label>
    </>
  )
}
