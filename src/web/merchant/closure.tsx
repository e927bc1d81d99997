import { announceClosureOperation, readEndingOperation } from '../../ends/routes'
import { firstLastDay } from '../../ends/rules'
import { readMeOperation } from '../../identity/routes'
import { localDate } from '../../kernel/time'
import { readMerchantOperation } from '../../merchants/routes'
import { key, type NumberField, page } from '../door'
import { Frame } from '../frame'
import { Check, Field } from '../ui/form'
import { Facts, Money, Notice, percent } from '../ui/text'
import { stateTone } from '../ui/tones'

/** Closing for good: first what it will do, to how many and with how much; then the button. */
page('GET', '/m/closure', 'staff', async ({ c, ask, t }) => {
  const me = await ask(readMeOperation)
  const shop = await ask(readMerchantOperation, { params: { id: me.merchant_id } })
  const { cards_count, owed_fen } =
    shop.reader === 'merchant' ? shop : { cards_count: 0, owed_fen: 0 }
  const closes_on = firstLastDay(localDate(c.var.world.now()))
  return (
    <Frame title={t('停业', 'Closing for good')}>
      <Notice is="warn">
        <p>
          <strong>
            {t(
              `按下后：马上停止卖卡，通知 ${cards_count} 张卡的顾客；`,
              `Pressing this stops sales at once and tells the holders of ${cards_count} cards;`,
            )}
          </strong>
        </p>
        <p>
          {t(
            '最后营业日之后，自动把剩下的钱退给每一位，现在一共 ',
            'after the last day, what is left goes back to each: ',
          )}
          <strong>
            <Money fen={owed_fen} />
          </strong>
          {t('（按“不是顾客的原因”算）。', ' (counted as not their doing).')}
        </p>
        <p>
          {t(
            '到最后营业日为止，卡照常能用，您照常收款。',
            'Until then cards work and you are paid as usual.',
          )}
        </p>
      </Notice>
      <form method="post" action="/m/closure" class="card">
        {key()}
        <Field
          name="closes_on"
          label={t('最后营业日（至少 30 天以后）', 'Last day (30 days ahead or more)')}
          type="date"
          value={closes_on}
          required
        />
        <Field
          name="reason"
          label={t('原因（顾客会看到）', 'Reason (shown)')}
          required
          maxlength={200}
        />
        <Field
          name="contact"
          label={t('以后怎么联系您（顾客会看到）', 'How to reach you (shown)')}
          required
          maxlength={100}
        />
        <Check name="sure" required>
          {t('我明白：停业登记后不能撤回', 'I understand that this cannot be undone')}
        </Check>
        <div class="buttons">
          <button type="submit" class="danger">
            {t('登记停业并通知顾客', 'Announce the closure')}
          </button>
          <a class="button plain" href="/m/changes">
            {t('先不停业', 'Not now')}
          </a>
        </div>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/m/closure',
  'staff',
  async ({ c, form, ask }) => {
    const body = {
      closes_on: form.get('closes_on') ?? '',
      reason: form.get('reason')?.trim() ?? '',
      contact: form.get('contact')?.trim() ?? '',
    }
    const ending = await ask(announceClosureOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`/m/endings/${ending.id}`, 303)
  },
  { again: '/m/closure' },
)

page('GET', '/m/endings/:id', 'staff', async ({ params, ask, t }) => {
  const ending = await ask(readEndingOperation, { params })
  const money = (zh: string, en: string, field: NumberField<typeof ending>) =>
    [t(zh, en), <Money fen={ending[field]} />] as const
  return (
    <Frame title={t('停业进度', 'Closing: progress')} refresh_s={ending.is_moving ? 15 : undefined}>
      <Notice is={stateTone('ending_told', ending.stage)} live>
        {ending.message}
      </Notice>
      <section class="card">
        <progress max={10_000} value={ending.progress_bp} aria-label={t('进度', 'Progress')} />
        <p>{percent(ending.progress_bp)}</p>
        <Facts
          of={[
            [t('卡', 'Cards'), String(ending.cards_count)],
            [t('已通知', 'Told'), String(ending.told_count)],
            [t('已开出退款', 'Refunds opened'), String(ending.refunded_count)],
            [t('已全部到账', 'Arrived'), String(ending.arrived_count)],
            money('欠全体顾客', 'Owed to all', 'owed_fen'),
            money('预支未还', 'Advance not repaid', 'advance_fen'),
            money('动用应付款', 'Taken from what is due to you', 'payable_used_fen'),
            money('动用保证金', 'Taken from the deposit', 'deposit_used_fen'),
            money('仍缺', 'Missing', 'shortfall_fen'),
          ]}
        />
      </section>
    </Frame>
  )
})
