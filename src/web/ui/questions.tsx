import type { FC } from 'hono/jsx'
import { useAround, useSay } from '../around'
import { useHotline } from './places'

/** Whom to ask: the hotline for people and shops; officials answer that hotline themselves and ask the platform. */
export const Questions: FC = () => {
  const t = useSay()
  const { kind } = useAround()
  const hotline = useHotline()
  return kind === 'regulator' || kind === 'bank' || kind === 'operator' ? (
    <span>{t('有疑问找平台值班员', 'Questions: ask the operator on duty')}</span>
  ) : (
    <span>{t(`有疑问可拨 ${hotline}`, `Questions: call ${hotline}`)}</span>
  )
}
