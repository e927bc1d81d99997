import { spoken, spokenEn } from '../../kernel/time'
import { objectByLinkOperation, readObjectionOperation } from '../../objections/routes'
import { key, page } from '../door'
import { recordWord } from '../figures/record'
import { Frame } from '../frame'
import { Choice } from '../ui/form'
import { Facts, Notice, unitsText } from '../ui/text'
import { waitingTone } from '../ui/tones'

/**
 * Where the message's link leads, without signing in: what waits, and one button to stop it. Opening it changes
 * nothing (machines that read messages open links); it shows neither holder nor card, and cannot pay.
 */
page(
  'GET',
  '/no/:token',
  'public',
  async ({ params, ask, t }) => {
    const seen = await ask(readObjectionOperation, { params })
    const by = seen.confirm_by
    return (
      <Frame sheet="public" title={t('这一笔对吗？', 'Is this right?')}>
        <Notice is={waitingTone(seen.may_object)} live>
          {seen.message}
        </Notice>
        <section class="card">
          <Facts
            of={[
              [t('店家', 'Shop'), seen.merchant_name],
              [t('项目', 'What'), seen.label],
              [t('店家说', 'The shop says'), recordWord(seen.said_by_shop, t)],
              [t('要付给店家', 'To be paid'), unitsText(seen.unit, seen.units, t)],
            ]}
          />
        </section>
        {seen.may_object === true ? (
          <form method="post" action={`/no/${params.token}`} class="card">
            {key()}
            {by !== null ? (
              <p>
                {t(
                  `没错就不用管；${spoken(by)} 前没有异议，就按店家说的付。`,
                  `If it is right, do nothing; without an objection by ${spokenEn(by)} the shop is paid.`,
                )}
              </p>
            ) : null}
            <Choice
              name="reason"
              label={t('哪里不对（可以不选）', 'What is wrong (optional)')}
              of={[
                ['other', t('就是不对', 'It is wrong')],
                seen.said_by_shop === 'no_show' || seen.said_by_shop === 'late_cancel'
                  ? ['was_there', t('那天我去了', 'I was there')]
                  : ['not_there', t('那天我没有去', 'I was not there')],
                ['not_me', t('不是我用的', 'It was not me')],
                ['wrong_amount', t('数目不对', 'Wrong amount')],
              ]}
            />
            <button type="submit" class="block">
              {t('不对，先别付给店家', 'Wrong: do not pay yet')}
            </button>
          </form>
        ) : null}
        <a class="inline" href="/c/holds">
          {t('登录看全部', 'Sign in to see everything')}
        </a>
      </Frame>
    )
  },
  { secret: true },
)
page(
  'POST',
  '/no/:token',
  'public',
  async ({ c, params, form, ask }) => {
    const body = { reason: form.get('reason') || 'other' }
    await ask(objectByLinkOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/no/${params.token}`, 303)
  },
  { again: '/no/:token' },
)
