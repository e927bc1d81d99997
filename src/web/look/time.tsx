import type { Child, FC } from 'hono/jsx'
import { Disc } from './icon'
import type { IconName } from './icon-names'

export type Turn = { label: Child; note?: Child; state: 'done' | 'now' | 'later'; icon?: IconName }
const ICONS = { done: 'check', now: 'hourglass', later: 'clock' } as const
/** Who is at turn: what was done and when, who must act until when and what silence does, what comes after. */
export const Time: FC<{ of: readonly Turn[] }> = ({ of }) => (
  <ol class="time">
    {of.map(({ label, note, state, icon }) => (
      <li
        class={state === 'later' ? 'later' : undefined}
        aria-current={state === 'now' ? 'step' : undefined}
      >
        <Disc is={icon ?? ICONS[state]} />
        <b>{label}</b>
        {note ? <p class={state === 'now' ? undefined : 'small mute'}>{note}</p> : null}
      </li>
    ))}
  </ol>
)
