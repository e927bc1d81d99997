import type { Browser } from 'playwright-core'
import { markFile } from '../src/web/look/mark'

/** A shared link shows this: the mark and what to do before paying. 1200 × 630, as messengers cut it. */
const SHARED = `<style>body{margin:0;width:1200px;height:630px;display:flex;align-items:center;gap:70px;padding-left:90px;
box-sizing:border-box;background:#1456b8;color:#fff;font-family:'Noto Sans SC'}
svg{width:400px;height:400px}h1{font-size:120px;margin:0 0 20px}p{font-size:56px;margin:0}</style>
${markFile(true)}<div><h1>预付保</h1><p>先查这家店，再付钱</p></div>`

/** Draws the files of public/ that phones and messengers ask for; none of them can take an SVG everywhere. */
export async function drawIcons(browser: Browser): Promise<void> {
  const page = await browser.newPage()
  for (const side of [180, 512]) {
    await page.setViewportSize({ width: side, height: side })
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${markFile(true)}`)
    await page.screenshot({ path: `public/icon-${side}.png` })
  }
  await page.setViewportSize({ width: 1200, height: 630 })
  await page.setContent(SHARED)
  await page.screenshot({ path: 'public/share.png' })
  await page.close()
}
