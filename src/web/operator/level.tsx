import type { FC } from 'hono/jsx'
import { LEVELS } from '../../levels/rules'
import { useSay } from '../around'
import { type Body, key, page, part, text } from '../door'
import { Choice, Words } from '../ui/form'
import { Notice, When } from '../ui/text'

/** A raise that waits for another person, or nothing. */
export const Raise: FC<{ level: Body }> = ({ level }) =>
  level.waiting === null ? null : <Waiting level={level} waiting={part(level, 'waiting')} />

/** The shop's level, and the form to grade it. */
export const Grade: FC<{ level: Body }> = ({ level }) => {
  const t = useSay()
  return (
    <form method="post" action={`/o/merchants/${text(level, 'merchant_id')}/level`} class="card">
      {key()}
      <h2>{t('信用等级', 'Credit grade')}</h2>
      <p>
        {t('现在 ', 'Now ')}
        <strong>{text(level, 'level')}</strong>
        {t(
          '。等级只决定店家能否预支。降级马上生效；升级要另一位同事复核。',
          '. It only decides about advances. Lower counts at once; higher needs a colleague.',
        )}
      </p>
      <Choice
        name="level"
        label={t('评为', 'Set to')}
        value={text(level, 'level')}
        of={[...LEVELS].reverse().map((one) => [one, one] as const)}
      />
      <Words name="reason" label={t('理由', 'Reason')} required minlength={4} maxlength={200} />
      <button type="submit" class="plain">
        {t('评定', 'Set')}
      </button>
    </form>
  )
}

const Waiting: FC<{ level: Body; waiting: Body }> = ({ level, waiting }) => {
  const t = useSay()
  const is_own = waiting.is_own === true
  return (
    <form
      method="post"
      action={`/o/merchants/${text(level, 'merchant_id')}/level-confirmation`}
      class="card"
    >
      {key()}
      <h2>{t('等复核的升级', 'A raise waits for a colleague')}</h2>
      <p>
        {text(level, 'level')} → <strong>{text(waiting, 'level')}</strong>
        {t('，理由：', ', because: ')}
        {text(waiting, 'reason')} · <When at={text(waiting, 'proposed_at')} />
      </p>
      <Notice is="warn">
        {is_own
          ? t('这是您提议的，须由另一位同事复核。', 'You proposed it; a colleague must agree.')
          : t(
              '同意后，这家店马上可以按新等级预支：覆盖率会随之降低。',
              'Once agreed the shop may take advances at the new level: its coverage falls.',
            )}
      </Notice>
      <input type="hidden" name="proposal_id" value={text(waiting, 'id')} />
      <Words name="note" label={t('复核意见', 'Note')} required minlength={4} maxlength={200} />
      <p class="buttons">
        {is_own ? null : (
          <button type="submit" name="agreed" value="yes">
            {t('同意升级', 'Agree')}
          </button>
        )}
        <button type="submit" name="agreed" value="no" class="plain">
          {is_own ? t('收回提议', 'Withdraw') : t('不同意', 'Refuse')}
        </button>
      </p>
    </form>
  )
}

page(
  'POST',
  '/o/merchants/:id/level',
  'operator',
  async ({ c, params, form, ask }) => {
    const body = { level: form.get('level') ?? '', reason: form.get('reason')?.trim() ?? '' }
    await ask('setMerchantLevel', { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/o/merchants/${params.id}`, 303)
  },
  { again: '/o/merchants/:id' },
)
page(
  'POST',
  '/o/merchants/:id/level-confirmation',
  'operator',
  async ({ c, params, form, ask }) => {
    const body = {
      proposal_id: form.get('proposal_id') ?? '',
      agreed: form.get('agreed') === 'yes',
      note: form.get('note')?.trim() ?? '',
    }
    await ask('confirmMerchantLevel', { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/o/merchants/${params.id}`, 303)
  },
  { again: '/o/merchants/:id' },
)
