// On the audio thread: passes on what it hears, in blocks of 128 samples of the left channel.
registerProcessor(
  'tape',
  class extends AudioWorkletProcessor {
    process([input]) {
      if (input[0]) this.port.postMessage(input[0].slice());
      return true;
    }
  },
);
