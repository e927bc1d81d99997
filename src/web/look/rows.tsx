import type { Child, FC } from 'hono/jsx'
import { Disc, Icon, type Tone } from './icon'
import type { IconName } from './icon-names'

/** A list of rows to tap or to read. */
export const Rows: FC<{ children?: Child }> = ({ children }) => <ul class="rows">{children}</ul>
type RowOf = {
  icon?: IconName
  tone?: Tone | undefined
  title: Child
  note?: Child
  /** A figure or a tag at its end. */
  right?: Child
}
/** One row: picture, title with what it means below, figure at the right. With `href` the whole row is the link. */
export const Row: FC<RowOf & { href?: string }> = ({ href, icon, tone, title, note, right }) => {
  const said = (
    <>
      {icon ? <Disc is={icon} tone={tone} /> : null}
      <span class="said">
        <b>{title}</b>
        {note ? <small>{note}</small> : null}
      </span>
      {right ? <span class="right">{right}</span> : null}
    </>
  )
  return (
    <li>
      {href ? (
        <a class="row" href={href}>
          {said}
          <Icon is="chevron-right" />
        </a>
      ) : (
        <div class="row">{said}</div>
      )}
    </li>
  )
}

/** What can be done with a thing, at most six: picture and two to four characters each. */
export const Tiles: FC<{
  label: string
  of: readonly { href: string; icon: IconName; word: Child }[]
}> = ({ label, of }) => (
  <nav class="tiles" aria-label={label}>
    {of.map(({ href, icon, word }) => (
      <a href={href}>
        <Disc is={icon} />
        {word}
      </a>
    ))}
  </nav>
)

/** A way to choose by tapping: the whole row is the label of its radio button or tick. */
export const Pick: FC<{
  name: string
  value: string
  type?: 'radio' | 'checkbox'
  icon?: IconName
  title: Child
  note?: Child
  checked?: boolean
  required?: boolean
}> = ({ name, value, type = 'radio', icon, title, note, checked, required }) => (
  <label class="pick">
    {icon ? <Disc is={icon} /> : null}
    <span>
      <b>{title}</b>
      {note ? <small>{note}</small> : null}
    </span>
    <input type={type} name={name} value={value} checked={checked} required={required} />
  </label>
)
