import { storageFaultIn } from '../platform/d1'

/** Together some five seconds: as long as anybody should wait for a writer in another process. */
const WAITS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 400, 800, 1_600, 1_800]

/**
 * Does `work` again while another process holds the database, waiting longer each time; this process answers others
 * meanwhile. `work` must have left nothing behind when it throws. The last time it throws what it is told.
 */
export async function patiently<T>(work: () => T | Promise<T>): Promise<T> {
  for (const wait_ms of WAITS_MS) {
    try {
      return await work()
    } catch (error) {
      if (storageFaultIn(error) !== 'busy') throw error
    }
    await new Promise((done) => setTimeout(done, wait_ms))
  }
  return work()
}
