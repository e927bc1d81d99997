import type { Child, FC } from 'hono/jsx'
import { Icon, type Tone } from './icon'
import type { IconName } from './icon-names'

const SHAPES: Record<Tone, IconName> = {
  safe: 'circle-check',
  warn: 'triangle-alert',
  bad: 'octagon-x',
  off: 'clock',
}
/** The sentence that answers what somebody came to ask: its shape first, then words, at the end one act. */
export const Say: FC<{ tone: Tone; act?: Child; children?: Child }> = ({ tone, act, children }) => (
  <section class={`say ${tone}`}>
    <Icon is={SHAPES[tone]} />
    <div>{children}</div>
    {act}
  </section>
)
/** A title, beside it the page's sentence, and at the right its acts. */
export const Head: FC<{ lead?: Child; acts?: Child; children?: Child }> = ({
  lead,
  acts,
  children,
}) => (
  <div class="head">
    {children}
    {lead ? <p>{lead}</p> : null}
    {acts ? <p class="line">{acts}</p> : null}
  </div>
)
/** Four to five facts of one thing: word, figure, what it means. */
export const Strip: FC<{
  label: string
  of: readonly { word: Child; figure: Child; note?: Child }[]
}> = ({ label, of }) => (
  <section class="strip" aria-label={label}>
    {of.map(({ word, figure, note }) => (
      <div>
        {word}
        <b>{figure}</b>
        {note ? <span class="small mute">{note}</span> : null}
      </div>
    ))}
  </section>
)
/** Filters as links: each is an address of its own, the present one filled. */
export const Chips: FC<{
  label: string
  of: readonly { href: string; word: Child; count?: number; current?: boolean }[]
}> = ({ label, of }) => (
  <nav class="chips" aria-label={label}>
    {of.map(({ href, word, count, current }) => (
      <a href={href} aria-current={current ? 'page' : undefined}>
        {word} {count}
      </a>
    ))}
  </nav>
)
/** What an act will do, to whom, how much, and whether it can be undone: it stands before its button. */
export const Effect: FC<{ children?: Child }> = ({ children }) => (
  <div class="effect">{children}</div>
)
/** What waits for somebody: what it is, how much, until when and what silence does, one act. */
export const Todo: FC<{
  of: readonly { title: Child; note?: Child; figure?: Child; until: Child; act: Child }[]
}> = ({ of }) => (
  <ul class="todo">
    {of.map(({ title, note, figure, until, act }) => (
      <li>
        <span>
          {title}
          {note ? (
            <>
              <br />
              <span class="small mute">{note}</span>
            </>
          ) : null}
        </span>
        <span class="number">{figure}</span>
        <span>{until}</span>
        {act}
      </li>
    ))}
  </ul>
)
/** What happened, oldest first; who and when stand in each line. */
export const Hist: FC<{ of: readonly Child[] }> = ({ of }) => (
  <ol class="hist">
    {of.map((line) => (
      <li>{line}</li>
    ))}
  </ol>
)
/** Money on its way through stations, each with its sum and its hour. */
export const Way: FC<{
  of: readonly { figure: Child; note: Child; state: 'done' | 'now' | 'later' }[]
}> = ({ of }) => (
  <ol class="way">
    {of.map(({ figure, note, state }) => (
      <li
        class={state === 'done' ? 'done' : undefined}
        aria-current={state === 'now' ? 'step' : undefined}
      >
        <b>{figure}</b>
        {note}
      </li>
    ))}
  </ol>
)
