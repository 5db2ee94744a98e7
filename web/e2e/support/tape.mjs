// Tapes what the page plays, sample by sample, on the audio thread, and compares it with the files.
import { waitUntil } from './listener.mjs';

/** Before the first page: puts a tape on whatever is connected to the loudspeakers. */
export async function putTapeOn(page) {
  await page.addInitScript(() => {
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...more) {
      if (to === this.context.destination && this.context instanceof AudioContext) tape(this);
      return connect.call(this, to, ...more);
    };
    async function tape(source) {
      const { context } = source;
      const taped = { rate: context.sampleRate, blocks: [] };
      window.taped = taped;
      await context.audioWorklet.addModule('/app/tape_worklet.js');
      const head = new AudioWorkletNode(context, 'tape', { channelCount: 2, channelCountMode: 'explicit' });
      head.port.onmessage = (event) => taped.blocks.push(event.data);
      connect.call(source, head);
      // What leads nowhere is not computed; this leads to the loudspeakers, and says nothing.
      connect.call(head, context.destination);
    }
  });
}

/** How many samples have been taped so far, and how many of them are not silent. */
export function tapedSamples(page) {
  return page.evaluate(() => {
    const blocks = window.taped?.blocks ?? [];
    const all = blocks.reduce((sum, block) => sum + block.length, 0);
    const loud = blocks.reduce((sum, block) => sum + block.filter((v) => v !== 0).length, 0);
    return { all, loud };
  });
}

/** Waits until another second lies on the tape: the bar may run ahead of it. */
export async function tapeASecond(page) {
  const taped = () => page.evaluate(() => window.taped.blocks.reduce((sum, block) => sum + block.length, 0));
  const until = (await taped()) + (await page.evaluate(() => window.taped.rate));
  await waitUntil(async () => (await taped()) >= until);
}

/**
 * Where two files that were played one after the other meet on the tape: the samples that are too
 * many (or too few) between them, and how many of those around the join differ from the files.
 */
export function joinOf(page, first, second) {
  return page.evaluate(
    async ([a, b]) => {
      const { rate, blocks } = window.taped;
      const decoder = new OfflineAudioContext(1, 1, rate);
      const files = [];
      for (const url of [a, b]) {
        const bytes = await (await fetch(url)).arrayBuffer();
        files.push((await decoder.decodeAudioData(bytes)).getChannelData(0));
      }
      const join = files[0].length;
      const wanted = new Float32Array(join + files[1].length);
      wanted.set(files[0]);
      wanted.set(files[1], join);
      const tape = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
      blocks.reduce((at, block) => (tape.set(block, at), at + block.length), 0);

      const length = 1024;
      // A tone repeats itself: of places that are alike the one nearest to where it should be.
      const find = (from, near) => {
        let best = { at: -1, off: Infinity };
        for (let at = 0; at + length <= tape.length; at++) {
          let off = 0;
          for (let i = 0; i < length && off <= best.off; i += 8) off += Math.abs(tape[at + i] - wanted[from + i]);
          const nearer = Math.abs(at - near) < Math.abs(best.at - near);
          if (off < best.off || (off === best.off && nearer)) best = { at, off };
        }
        return best;
      };
      const around = Math.floor(rate / 2);
      const before = find(join - around, 0);
      const after = find(join + around, before.at + 2 * around);
      const gap = after.at - before.at - 2 * around;
      let differ = 0;
      for (let i = -around; i < around; i++) {
        if (Math.abs(tape[before.at + around + i] - wanted[join + i]) > 1e-6) differ++;
      }
      return { gap, differ, compared: 2 * around, found: before.off < 1 && after.off < 1, rate };
    },
    [first, second],
  );
}
