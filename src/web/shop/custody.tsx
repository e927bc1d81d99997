import type { FC } from 'hono/jsx'
import type { readBankCheckOperation } from '../../closes/check-routes'
import type { Sentence } from '../../kernel/sentence'
import { spoken, spokenEn } from '../../kernel/time'
import type { readShopOperation } from '../../offers/shop'
import { COVER_WORDS, coverTag } from '../../standing/words'
import { useAround, useSay } from '../around'
import type { AnswerFor } from '../door'
import { Level } from '../figures/level'
import { Standing } from '../figures/standing'
import { CoverBar } from '../look/flow'
import { Icon } from '../look/icon'
import { Amount, Facts, Tag } from '../ui/text'
import { stateTone } from '../ui/tones'
import { stanceWord } from './shop-words'

type ShopAnswer = AnswerFor<typeof readShopOperation>
type BankCheckAnswer = AnswerFor<typeof readBankCheckOperation>
type Of = { shop: ShopAnswer; check: BankCheckAnswer | null }

/** How the money of a shop's cards stands by the bank's closed day, and how the shop does: before anything is bought. */
export const Custody: FC<Of> = ({ shop, check }) => {
  const t = useSay()
  const { standing, stance } = shop
  return (
    <section class="card">
      <Cover of={standing} />
      <Standing of={standing} />
      <Facts
        of={[
          [
            t('这家店', 'The shop'),
            <>
              <Level n={stance.bars} /> {stanceWord(shop, t)}
            </>,
          ],
        ]}
      />
      <Checked shop={shop} check={check} />
    </section>
  )
}

const COVER_ICONS = {
  safe: 'shield-check',
  plain: 'triangle-alert',
  warn: 'triangle-alert',
  bad: 'triangle-alert',
} as const
/** Of each hundred yuan how many are there, where there is a figure; the sentence beside it is the shop's own. */
const Cover: FC<{ of: ShopAnswer['standing'] }> = ({ of }) => {
  const t = useSay()
  const say = ({ zh, en }: Sentence) => t(zh, en)
  const tag = coverTag(of)
  return (
    <>
      <div class="between">
        <h2>{say(COVER_WORDS.asked)}</h2>
        {tag ? (
          <Tag is={stateTone('cover', of.tone)} icon={COVER_ICONS[of.tone]}>
            {say(tag)}
          </Tag>
        ) : null}
      </div>
      {of.coverage_bp === null ? null : (
        <>
          <p>{say(COVER_WORDS.of_hundred)}</p>
          <Amount fen={of.coverage_bp} />
          <CoverBar bp={of.coverage_bp} />
        </>
      )}
    </>
  )
}

const Checked: FC<Of> = ({ shop, check }) => {
  const t = useSay()
  const { custodian } = useAround()
  const bank = custodian ? t(custodian.name, custodian.name_en) : t('存管银行', 'The custody bank')
  return (
    <p class="with small mute">
      <Icon is="landmark" />
      <span>
        {shop.custody_opened
          ? t(`${bank}已开专户`, `${bank}: account opened`)
          : t('专户还没有开好', 'Account not yet opened')}
        {' · '}
        {check?.checked_at
          ? t(
              `银行核对于 ${spoken(check.checked_at)}`,
              `checked by the bank on ${spokenEn(check.checked_at)}`,
            )
          : t('银行还没到第一次核对', 'not yet checked by the bank')}
      </span>
    </p>
  )
}
