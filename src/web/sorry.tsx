import type { FC } from 'hono/jsx'
import { type RefusalShown, useAround, useSay } from './around'
import { Frame } from './frame'
import { HOME } from './nav'
import { Questions } from './ui/questions'
import { Notice } from './ui/text'
import { stateTone } from './ui/tones'

const NOT_YOURS = [403, 404]
/** A refusal that has no form to go back to: what happened to the money, what to do, and what to tell 12315. */
export const Sorry: FC<{ told: RefusalShown }> = ({ told }) => {
  const { kind } = useAround()
  const t = useSay()
  return (
    <Frame title={t(told.detail, told.detail_en)}>
      <Notice is={stateTone('refusal', NOT_YOURS.includes(told.status) ? 'not_yours' : 'not_done')}>
        {told.code === 'role_not_allowed' && kind === 'staff'
          ? t('这一页店主或店长能看。', 'The owner or a manager can see this.')
          : told.status === 404
            ? t('这里没有您能看的内容。', 'There is nothing here for you to see.')
            : told.status >= 500
              ? t(
                  '我们不确定办成了没有。请别重复付款，先看一看余额和记录。',
                  'We are not sure it went through. Do not pay again; look at the balance first.',
                )
              : t('这一步没有办。', 'This step was not done.')}
      </Notice>
      {told.errors.map(({ detail }) => (
        <p class="note" lang="zh-CN">
          {detail}
        </p>
      ))}
      <p class="note">
        {t('编号', 'Code')} <code>{told.code}</code> · <Questions />
      </p>
      <div class="buttons">
        <a class="button" href={kind ? HOME[kind] : '/'}>
          {t('回首页', 'Back to start')}
        </a>
      </div>
    </Frame>
  )
}
