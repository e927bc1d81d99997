import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { assetHref } from '../assets'

/** A small script of ours (src/web/islands/<name>.ts). The page must work without it. */
export const Island: FC<{ name: string }> = ({ name }) => (
  <script src={assetHref(name)} defer></script>
)
/** The button that reads the page aloud; it appears only where the phone has a voice. */
export const ReadAloud: FC = () => (
  <>
    <button type="button" class="plain noprint" data-read-aloud hidden aria-pressed="false">
      {useSay()('听一遍', 'Read aloud')}
    </button>
    <Island name="read-aloud" />
  </>
)
