import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import type { IconName } from '../look/icon-names'
import { Pick } from '../look/rows'
import { useKept } from '../ui/form'

type Method = {
  value: string
  icon: IconName
  zh: string
  en: string
  note: readonly [zh: string, en: string]
}
/** Where real money is paid: in the payer's own wallet, to which the provider leads and from which they come back. */
export const WALLETS: readonly Method[] = [
  {
    value: 'wechat_pay',
    icon: 'message-circle',
    zh: '微信支付',
    en: 'WeChat Pay',
    note: ['去微信里付，付完回来', 'You pay in WeChat and come back'],
  },
  {
    value: 'alipay',
    icon: 'smartphone',
    zh: '支付宝',
    en: 'Alipay',
    note: ['去支付宝里付，付完回来', 'You pay in Alipay and come back'],
  },
]
/** The ways to pay of the demonstration: the mock provider's own tokens. */
const DEMO: readonly Method[] = [
  {
    value: 'pm_mock_wechat',
    icon: 'message-circle',
    zh: '微信支付',
    en: 'WeChat Pay',
    note: ['付完自己回来，稍后到账', 'You come back by yourself; it arrives a little later'],
  },
  {
    value: 'pm_mock_alipay',
    icon: 'smartphone',
    zh: '支付宝',
    en: 'Alipay',
    note: ['付完自己回来，稍后到账', 'You come back by yourself; it arrives a little later'],
  },
  {
    value: 'pm_card_visa',
    icon: 'credit-card',
    zh: '银行卡',
    en: 'Bank card',
    note: ['储蓄卡、信用卡，退款退回这张卡', 'Debit or credit; refunds go back to it'],
  },
  {
    value: 'pm_card_authenticationRequired',
    icon: 'shield-check',
    zh: '银行卡，要验证身份',
    en: 'Bank card with an identity check',
    note: ['先去发卡银行验证，再扣钱', 'Your bank asks you first'],
  },
  {
    value: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    icon: 'ban',
    zh: '银行卡，余额不足',
    en: 'Bank card without enough money',
    note: ['试一试付不成是什么样', 'To see what a refusal looks like'],
  },
]
/** In the demonstration the wallets as they are in earnest stand last: one step more, on the provider's page. */
const AWAY = WALLETS.map((wallet) => ({
  ...wallet,
  zh: `${wallet.zh}，跳到付款页`,
  en: `${wallet.en}, on its own page`,
}))

/** How to pay, one row each to tap. */
export const Methods: FC<{ dev: boolean }> = ({ dev }) => {
  const t = useSay()
  const ways = dev ? [...DEMO, ...AWAY] : WALLETS
  const kept = useKept('method', ways[0]?.value)
  return (
    <fieldset class="col">
      <legend>
        <h2>{t('用什么付', 'Pay with')}</h2>
        {dev ? (
          <span class="hint">{t('示范环境，不扣真钱', 'Demonstration: no real money')}</span>
        ) : null}
      </legend>
      {ways.map(({ value, icon, zh, en, note }) => (
        <Pick
          name="method"
          value={value}
          icon={icon}
          title={t(zh, en)}
          note={t(...note)}
          checked={value === kept}
          required
        />
      ))}
    </fieldset>
  )
}
