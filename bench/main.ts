/**
 * `npm run bench` (redemption by code on plain workerd, beside its floors), `npm run bench -- acts` (round trips and
 * time of every act, and a payout run over 10,000 shops). Both take `--json`.
 */
const [what = 'redemption'] = process.argv.slice(2).filter((word) => !word.startsWith('-'))
if (what === 'acts') await import('./acts')
else await import('./redemption')

export {}
