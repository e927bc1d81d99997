import type { FC } from 'hono/jsx'
import {
  acceptCompanionOperation,
  acceptTransferOperation,
  declineTransferOperation,
  endCompanionOperation,
  inviteCompanionOperation,
  listCompanionsOperation,
  listTransfersOperation,
  offerTransferOperation,
  withdrawTransferOperation,
} from '../../care/transfer-routes'
import { readCardOperation } from '../../readers/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Standing } from '../figures/standing'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { pinIn } from '../ui/prove'
import { Empty, Notice, unitsText, When } from '../ui/text'

type CompanionAnswer = AnswerFor<typeof listCompanionsOperation, 'consumer'>['data'][number]
type TransferAnswer = AnswerFor<typeof listTransfersOperation, 'consumer'>['data'][number]

const RELATIONS: readonly (readonly [string, string, string])[] = [
  ['child', '子女', 'Child'],
  ['parent', '父母', 'Parent'],
  ['spouse', '配偶', 'Spouse'],
  ['guardian', '监护人', 'Guardian'],
  ['other', '其他亲友', 'Other'],
]

page('GET', '/c/family', 'consumer', async ({ ask, t }) => {
  const companions = (await ask(listCompanionsOperation, { query: { limit: '50' } })).data
  const transfers = (await ask(listTransfersOperation, { query: { limit: '50' } })).data
  return (
    <Frame title={t('家人陪护和转让', 'Family and transfers')}>
      <p>
        {t(
          '家人能看见这张卡，能挂失、能停卡，不能花钱。在卡的页面里邀请。',
          'Family can see a card, freeze and pause it, but never spend. Invite from the card.',
        )}
      </p>
      <h2>{t('陪护', 'Companions')}</h2>
      {companions.length === 0 ? <Empty>{t('还没有。', 'None yet.')}</Empty> : null}
      {companions.map((one) => (
        <Companion one={one} />
      ))}
      <h2>{t('转让', 'Transfers')}</h2>
      {transfers.length === 0 ? <Empty>{t('还没有。', 'None yet.')}</Empty> : null}
      {transfers.map((one) => (
        <Transfer one={one} />
      ))}
    </Frame>
  )
})

const Companion: FC<{ one: CompanionAnswer }> = ({ one }) => {
  const t = useSay()
  const id = one.id
  return (
    <article class="card">
      <h3>
        {one.merchant_name} · {one.phone_mask}
      </h3>
      <p>{t(one.message, one.message_en)}</p>
      {one.status === 'ended' ? null : (
        <div class="buttons">
          {one.status === 'invited' && one.direction === 'incoming' ? (
            <form method="post" action={`/c/family/companions/${id}/acceptance`}>
              {key()}
              <button type="submit" class="block">
                {t('接受邀请', 'Accept')}
              </button>
            </form>
          ) : (
            <a class="button plain" href={`/c/cards/${one.card_id}`}>
              {t('看这张卡', 'See the card')}
            </a>
          )}
          <form method="post" action={`/c/family/companions/${id}/ending`}>
            {key()}
            <button type="submit" class="danger block">
              {t('结束陪护', 'End it')}
            </button>
          </form>
        </div>
      )}
    </article>
  )
}
const Transfer: FC<{ one: TransferAnswer }> = ({ one }) => {
  const t = useSay()
  const card = one.card
  const id = one.id
  const open = one.status === 'offered'
  const coming = one.direction === 'incoming'
  return (
    <article class="card">
      <h3>
        {card.merchant_name} · {unitsText(card.unit, card.remaining_units, t)}
      </h3>
      <p>{t(one.message, one.message_en)}</p>
      <p class="small mute">
        <When at={one.created_at} />
      </p>
      {open && card.standing ? <Standing of={card.standing} /> : null}
      {open && coming ? (
        <form method="post" action={`/c/family/transfers/${id}/acceptance`}>
          {key()}
          {card.contract_hashes.map((hash) => (
            <input type="hidden" name="contract_hash" value={hash} />
          ))}
          <label class="check">
            <input type="checkbox" name="accepted" value="yes" required />
            <span>
              {t(
                '我接受这张卡和它的合同（店铺页能看到条款）',
                'I accept the card and its contracts',
              )}
            </span>
          </label>
          <button type="submit">{t('接受这张卡', 'Accept the card')}</button>
        </form>
      ) : null}
      {open ? (
        <form
          method="post"
          action={`/c/family/transfers/${id}/${coming ? 'refusal' : 'withdrawal'}`}
          class="buttons"
        >
          {key()}
          <button type="submit" class="danger">
            {coming ? t('不接受', 'Decline') : t('撤回转让', 'Withdraw')}
          </button>
        </form>
      ) : null}
    </article>
  )
}

for (const [path, act] of [
  ['companions/:id/acceptance', acceptCompanionOperation],
  ['companions/:id/ending', endCompanionOperation],
  ['transfers/:id/refusal', declineTransferOperation],
  ['transfers/:id/withdrawal', withdrawTransferOperation],
] as const)
  actPage(`/c/family/${path}`, 'consumer', {
    act,
    says: ({ params }) => ({ params }),
    leads: '/c/family',
    again: '/c/family',
  })
actPage('/c/family/transfers/:id/acceptance', 'consumer', {
  act: acceptTransferOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      contract_hashes: form.get('accepted') === 'yes' ? form.getAll('contract_hash') : [],
    },
  }),
  leads: '/c/family',
  again: '/c/family',
})

/** Inviting and giving away start at the card; both ask for the PIN. */
page('GET', '/c/cards/:id/share', 'consumer', async ({ params, ask, t }) => {
  const card = await ask(readCardOperation, { params })
  const shop = card.shop.name
  return (
    <Frame title={t(`${shop}的卡：家人和转让`, `${shop}: family and transfer`)}>
      <form method="post" action={`/c/cards/${params.id}/share/companion`} class="card">
        {key()}
        <h2>{t('请家人陪护', 'Invite family')}</h2>
        <p>
          {t(
            '家人看得见余额和使用，能替您挂失、停卡，不能花钱。至多三位。',
            'They see balance and uses and may freeze or pause the card, never spend. At most three.',
          )}
        </p>
        <Field name="phone" label={t('家人的手机号', 'Their phone')} type="tel" required />
        <Choice
          name="relation"
          label={t('是您的', 'Relation')}
          of={RELATIONS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
        />
        <Field
          name="pin"
          id="companion-pin"
          label={t('您的支付密码', 'Your PIN')}
          hint={t('有通行密钥的可以不填。', 'Leave it empty to use a passkey.')}
          type="password"
          inputmode="numeric"
          autocomplete="off"
        />
        <button type="submit">{t('发出邀请', 'Invite')}</button>
      </form>
      <form method="post" action={`/c/cards/${params.id}/share/transfer`} class="card">
        {key()}
        <h2>{t('把卡转给别人', 'Give the card away')}</h2>
        <Notice is="warn">
          {t(
            '对方接受以后，卡里的钱和权利都归对方。不收费，不用店家同意。',
            'Once accepted, card and money are theirs. It is free and needs no consent of the shop.',
          )}
        </Notice>
        <Field name="to_phone" label={t('对方的手机号', 'Their phone')} type="tel" required />
        <Field
          name="pin"
          id="transfer-pin"
          label={t('您的支付密码', 'Your PIN')}
          hint={t('有通行密钥的可以不填。', 'Leave it empty to use a passkey.')}
          type="password"
          inputmode="numeric"
          autocomplete="off"
        />
        <button type="submit" class="danger">
          {t('转给对方', 'Give it away')}
        </button>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/c/cards/:id/share/companion',
  'consumer',
  async ({ c, params, form, ask }) => {
    const body = {
      phone: form.get('phone')?.trim() ?? '',
      relation: form.get('relation') ?? '',
      ...pinIn(form),
    }
    await ask(inviteCompanionOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect('/c/family', 303)
  },
  { again: '/c/cards/:id/share' },
)
page(
  'POST',
  '/c/cards/:id/share/transfer',
  'consumer',
  async ({ c, params, form, ask }) => {
    const body = { to_phone: form.get('to_phone')?.trim() ?? '', ...pinIn(form) }
    await ask(offerTransferOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect('/c/family', 303)
  },
  { again: '/c/cards/:id/share' },
)
