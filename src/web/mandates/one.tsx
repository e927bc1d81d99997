import type { FC } from 'hono/jsx'
import {
  agreeToDivisionOperation,
  proposeDivisionOperation,
  readEstateOperation,
} from '../../estates/routes'
import {
  endMandateOperation,
  readMandateOperation,
  readMandatePaperOperation,
} from '../../mandates/desk-routes'
import { PAPER_BYTES_MAX } from '../../mandates/paper-rules'
import {
  acceptMandateShareOperation,
  addMandatePaperOperation,
  fileMandateOperation,
  objectToMandateOperation,
  withdrawMandateOperation,
} from '../../mandates/routes'
import { base64 } from '../../photos/given'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { Empty, Notice } from '../ui/text'
import { waitingTone } from '../ui/tones'
import { paperResponse } from './file'
import { About, Division, Papers } from './parts'
import { causeName, type MandateAnswer, paperChoices, paperName } from './words'

type EstateAnswer = AnswerFor<typeof readEstateOperation>

page('GET', '/c/mandates/:id', 'consumer', async ({ ask, params, t }) => {
  const one = await ask(readMandateOperation, { params })
  const is_divided = one.state === 'approved' || one.state === 'done'
  const is_heir = one.heirs.some(({ is_me }) => is_me)
  const estate = is_divided && is_heir ? await ask(readEstateOperation, { params }) : null
  return (
    <Frame title={causeName(one.cause, t)}>
      <Notice is={waitingTone(one.may_object)}>{t(one.message, one.message_en)}</Notice>
      {one.may_object ? <Objection one={one} /> : null}
      <About one={one} />
      <Papers one={one} at={`/c/mandates/${one.id}`} />
      {one.state === 'draft' ? <Draft one={one} /> : null}
      {one.state === 'filed' &&
      one.heirs.some(({ is_me, has_accepted }) => is_me && !has_accepted) ? (
        <Tap at={`/c/mandates/${one.id}/acceptance`}>
          {t('我是继承人，用支付密码确认', 'I am this heir: confirm by PIN')}
        </Tap>
      ) : null}
      {estate ? <Estate one={one} estate={estate} /> : null}
      {one.asker === 'filer' && (one.state === 'draft' || one.state === 'filed') ? (
        <Tap at={`/c/mandates/${one.id}/withdrawal`} danger>
          {t('撤回申请', 'Withdraw')}
        </Tap>
      ) : null}
      {one.asker === 'filer' && one.state === 'active' ? <LayDown one={one} /> : null}
    </Frame>
  )
})

const Tap: FC<{ at: string; danger?: boolean; children?: string }> = ({ at, danger, children }) => (
  <form method="post" action={at} class="card">
    {key()}
    <button type="submit" class={danger ? 'danger' : undefined}>
      {children}
    </button>
  </form>
)
/** On the page of whoever may object: what it is, and one button. */
export const Objectionable: FC<{ all: readonly MandateAnswer[] }> = ({ all }) => {
  const t = useSay()
  return (
    <>
      {all
        .filter(({ may_object }) => may_object)
        .map((one) => (
          <section class="card">
            <Notice is="warn">
              {t(
                `${one.filer_phone_mask} 申请接手 ${one.account_phone_mask} 的账户：${causeName(one.cause, t)}`,
                `${one.filer_phone_mask} asks for the account of ${one.account_phone_mask}, who ${causeName(one.cause, t)}`,
              )}
            </Notice>
            <Objection one={one} />
          </section>
        ))}
    </>
  )
}
/** What somebody whose account it is taps: one button, no question asked. */
const Objection: FC<{ one: MandateAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <Tap at={`/c/mandates/${one.id}/objection`} danger>
      {t('不是这样，我有异议', 'This is not so: I object')}
    </Tap>
  )
}

const Draft: FC<{ one: MandateAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <>
      <form
        method="post"
        action={`/c/mandates/${one.id}/papers`}
        enctype="multipart/form-data"
        class="card"
      >
        {key()}
        <h2>{t('加一份材料', 'Add a paper')}</h2>
        <Choice name="kind" label={t('是什么', 'What it is')} of={paperChoices(t)} />
        <Field
          name="copy_no"
          label={t('编号', 'Its number')}
          hint={t(
            '证件、公证书或案件的编号，核对时用。',
            'By which whoever issued it can be asked.',
          )}
          maxlength={60}
          required
        />
        <div class="field">
          <label for="file">
            {t('照片或 PDF', 'Picture or PDF')}
            <span class="hint">{t('至多 400 KB。', '400 KB at most.')}</span>
          </label>
          <input
            id="file"
            type="file"
            name="file"
            accept="image/jpeg,image/png,application/pdf"
            required
          />
        </div>
        <button type="submit">{t('加上', 'Add')}</button>
      </form>
      {one.missing.length === 0 ? (
        <Tap at={`/c/mandates/${one.id}/filing`}>{t('材料齐了，提交', 'All there: file it')}</Tap>
      ) : (
        <section class="card">
          <h2>{t('还缺', 'Still missing')}</h2>
          <ul>
            {one.missing.map((line) => (
              <li>{line.map((kind) => paperName(kind, t)).join(t(' 或 ', ' or '))}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const Estate: FC<{ one: MandateAnswer; estate: EstateAnswer }> = ({ one, estate }) => {
  const t = useSay()
  const at = `/c/mandates/${one.id}/divisions`
  return (
    <>
      <Division one={one} estate={estate} />
      {estate.division?.state === 'open' ? (
        <Tap at={`${at}/${estate.division.id}/agreement`}>
          {t('我同意这样分', 'I agree to this division')}
        </Tap>
      ) : null}
      {estate.is_settled ? null : (
        <form method="post" action={at} class="card">
          {key()}
          <h2>{t('提一个分法', 'Propose a division')}</h2>
          {estate.cards.length === 0 ? <Empty>{t('没有卡。', 'There are no cards.')}</Empty> : null}
          {estate.cards.map((card) => (
            <Choice
              name={card.card_id}
              label={`${card.shop_name} · ${card.service}`}
              of={one.heirs.map((heir) => [String(heir.n), heir.phone_mask] as const)}
            />
          ))}
          <button type="submit">{t('这样分，请别人同意', 'Propose it to the others')}</button>
        </form>
      )}
    </>
  )
}
const LayDown: FC<{ one: MandateAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/mandates/${one.id}/end`} class="card">
      {key()}
      <Field name="reason" label={t('为什么不再监护', 'Why it ends')} maxlength={200} required />
      <button type="submit" class="danger">
        {t('结束监护', 'End it')}
      </button>
    </form>
  )
}

page('GET', '/c/mandates/:id/papers/:paper_id', 'consumer', async ({ ask, params }) =>
  paperResponse(await ask(readMandatePaperOperation, { params })),
)
page(
  'POST',
  '/c/mandates/:id/papers',
  'consumer',
  async ({ c, params, form, file, ask }) => {
    const bytes = file === null ? new Uint8Array() : new Uint8Array(await file.arrayBuffer())
    const body = {
      kind: form.get('kind'),
      copy_no: form.get('copy_no'),
      content: base64(bytes),
    }
    await ask(addMandatePaperOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/c/mandates/${params.id}`, 303)
  },
  {
    again: '/c/mandates/:id',
    file: { bytes_max: PAPER_BYTES_MAX, too_large: 'mandate_paper_unreadable' },
  },
)
const here = ({ id }: { id: string }): string => `/c/mandates/${id}`
actPage('/c/mandates/:id/filing', 'consumer', {
  act: fileMandateOperation,
  says: ({ params }) => ({ params }),
  leads: here,
  again: '/c/mandates/:id',
})
actPage('/c/mandates/:id/withdrawal', 'consumer', {
  act: withdrawMandateOperation,
  says: ({ params }) => ({ params }),
  leads: here,
  again: '/c/mandates/:id',
})
actPage('/c/mandates/:id/acceptance', 'consumer', {
  act: acceptMandateShareOperation,
  says: ({ params }) => ({ params }),
  leads: here,
  again: '/c/mandates/:id',
})
actPage('/c/mandates/:id/objection', 'consumer', {
  act: objectToMandateOperation,
  says: ({ params }) => ({ params }),
  leads: here,
  again: '/c/mandates/:id',
})
actPage('/c/mandates/:id/end', 'consumer', {
  act: endMandateOperation,
  says: ({ params, form }) => ({ params, body: { reason: form.get('reason') } }),
  leads: here,
  again: '/c/mandates/:id',
})
actPage('/c/mandates/:id/divisions', 'consumer', {
  act: proposeDivisionOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      cards: [...form]
        .filter(([name]) => name.startsWith('crd_'))
        .map(([card_id, n]) => ({ card_id, n: Number(n) })),
    },
  }),
  leads: here,
  again: '/c/mandates/:id',
})
actPage('/c/mandates/:id/divisions/:division_id/agreement', 'consumer', {
  act: agreeToDivisionOperation,
  says: ({ params }) => ({ params }),
  leads: here,
  again: '/c/mandates/:id',
})
