import type { FC } from 'hono/jsx'
import type { listRecoveriesOperation } from '../../passkeys/recovery-routes'
import type { listPasskeysOperation, listSessionsOperation } from '../../passkeys/routes'
import { useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Grid } from '../ui/table'
import { Notice, Tag, When } from '../ui/text'

type Passkeys = AnswerFor<typeof listPasskeysOperation>['data']
type Sessions = AnswerFor<typeof listSessionsOperation>['data']
export type Recoveries = AnswerFor<typeof listRecoveriesOperation>['data']

export const Shut: FC<{ at: string; has: boolean; mine: Recoveries[number] | undefined }> = ({
  at,
  has,
  mine,
}) => {
  const t = useSay()
  if (!has)
    return (
      <Notice is="warn">
        {t(
          '短信验证码只够设置通行密钥。设置好，用它登录，就能办事了。',
          'A code by SMS only lets you set a passkey. Set it, sign in with it, and go on.',
        )}
      </Notice>
    )
  const is_open = mine?.state === 'waiting' || mine?.state === 'agreed'
  return (
    <section class="card">
      <p>
        {t(
          '您已经有通行密钥，短信登录办不了别的。请用通行密钥登录。',
          'You have a passkey; a code by SMS opens nothing beside it. Sign in with the passkey.',
        )}
      </p>
      {mine && is_open ? (
        <p role="status">
          {mine.state === 'waiting'
            ? t('找回在等另一个人同意。', 'Your recovery waits for another person.')
            : t('另一个人同意了。', 'Another person has agreed.')}
          {t('最早可用：', ' Usable from: ')}
          <When at={mine.usable_from} />
        </p>
      ) : (
        <form method="post" action={`${at}/recovery`}>
          {key()}
          <p>
            {t(
              '都丢了：申请找回。要另一个人同意，24 小时后才能用，会告诉您的同事。',
              'All lost: ask to come back. Another person must agree, a day passes, and your colleagues are told.',
            )}
          </p>
          <button type="submit" class="danger">
            {t('都丢了，申请找回', 'All lost: ask to come back')}
          </button>
        </form>
      )}
    </section>
  )
}

export const Keys: FC<{ at: string; of: Passkeys; is_open: boolean }> = ({ at, of, is_open }) => {
  const t = useSay()
  if (of.length === 0) return null
  return (
    <Grid
      caption={t('我的通行密钥', 'My passkeys')}
      show_caption
      words={[1, 2, 3]}
      head={[t('名字', 'Name'), t('在哪里', 'Where'), t('上次用', 'Last used'), t('办理', 'Act')]}
      rows={of.map((one) => [
        one.name,
        one.suspended_at !== null ? (
          <Tag is="bad">{t('可能被复制，已停用', 'maybe copied: suspended')}</Tag>
        ) : one.device === 'single' ? (
          t('一台设备', 'one device')
        ) : (
          t('随账号同步', 'synced')
        ),
        one.last_used_at === null ? t('没用过', 'never') : <When at={one.last_used_at} />,
        is_open && of.length > 1 ? (
          <form method="post" action={`${at}/passkeys/${one.id}/removal`}>
            {key()}
            <button type="submit" class="link">
              {t('删掉', 'Remove')}
              <span class="skip">{one.name}</span>
            </button>
          </form>
        ) : (
          ''
        ),
      ])}
    />
  )
}

const HOW: Record<Sessions[number]['method'], readonly [string, string]> = {
  passkey: ['通行密钥', 'passkey'],
  sms: ['短信', 'SMS'],
  dev: ['一键（开发）', 'one click (development)'],
}
export const Places: FC<{ at: string; of: Sessions }> = ({ at, of }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('现在登录在哪里', 'Where you are signed in')}
      show_caption
      words={[1, 2]}
      head={[t('登录时间', 'Since'), t('怎么登录的', 'How'), t('办理', 'Act')]}
      rows={of.map((one) => [
        <When at={one.authenticated_at} />,
        t(...HOW[one.method]),
        one.is_current ? (
          <Tag>{t('这里', 'here')}</Tag>
        ) : (
          <form method="post" action={`${at}/sessions/${one.id}/revocation`}>
            {key()}
            <button type="submit" class="link">
              {t('退出那里', 'Sign out there')}
            </button>
          </form>
        ),
      ])}
    />
  )
}

export const Others: FC<{ at: string; of: Recoveries }> = ({ at, of }) => {
  const t = useSay()
  return of.map((one) => (
    <form method="post" action={`${at}/recoveries/${one.id}/decision`} class="card">
      {key()}
      <h2>{t(`${one.name} 的通行密钥都丢了`, `${one.name} has lost every passkey`)}</h2>
      <p>
        {t(
          `手机 ${one.phone_mask}。请先当面或打电话问本人。您同意后，到 `,
          `Phone ${one.phone_mask}. Ask them yourself first. If you agree, from `,
        )}
        <When at={one.usable_from} />
        {t(
          ' 起可以用短信登录设置新的，原来的全部作废。',
          ' on they may set a new one after a code by SMS, and all old ones end.',
        )}
      </p>
      <div class="buttons">
        {one.state === 'waiting' && !one.is_own ? (
          <button type="submit" name="agreed" value="yes">
            {t('问过本人，同意', 'Asked them: agree')}
          </button>
        ) : null}
        <button type="submit" name="agreed" value="no" class="danger">
          {t('拒绝', 'Refuse')}
        </button>
      </div>
    </form>
  ))
}
