#include "support/decoders.hpp"

#include <FLAC/stream_decoder.h>
#include <mpg123.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace tapedeck::test {
namespace {

/// A place in bytes that are read from front to back.
struct ReadPlace {
  std::span<const std::uint8_t> rest;

  std::size_t read(void* into, std::size_t most) {
    const auto count = std::min(most, rest.size());
    if (count > 0) std::memcpy(into, rest.data(), count);
    rest = rest.subspan(count);
    return count;
  }
};

struct FlacRun {
  ReadPlace place;
  Pcm pcm;
};

FLAC__StreamDecoderReadStatus give_flac(const FLAC__StreamDecoder*, FLAC__byte buffer[],
                                        std::size_t* bytes, void* run) {
  *bytes = static_cast<FlacRun*>(run)->place.read(buffer, *bytes);
  return *bytes == 0 ? FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
                     : FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

FLAC__StreamDecoderWriteStatus take_flac(const FLAC__StreamDecoder*, const FLAC__Frame* frame,
                                         const FLAC__int32* const buffer[], void* run) {
  auto& pcm = static_cast<FlacRun*>(run)->pcm;
  pcm.rate = frame->header.sample_rate;
  pcm.channels = frame->header.channels;
  for (unsigned i = 0; i < frame->header.blocksize; ++i) {
    for (unsigned channel = 0; channel < pcm.channels; ++channel)
      pcm.samples.push_back(buffer[channel][i]);
  }
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

void note_flac_error(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus, void* run) {
  static_cast<FlacRun*>(run)->pcm.whole = false;
}

mpg123_ssize_t give_mp3(void* place, void* into, std::size_t most) {
  return static_cast<mpg123_ssize_t>(static_cast<ReadPlace*>(place)->read(into, most));
}

off_t do_not_seek(void*, off_t, int) { return -1; }

}  // namespace

Pcm decode_flac(std::span<const std::uint8_t> bytes) {
  FlacRun run{.place = {bytes}, .pcm = {}};
  run.pcm.whole = true;
  const std::unique_ptr<FLAC__StreamDecoder, decltype(&FLAC__stream_decoder_delete)> decoder(
      FLAC__stream_decoder_new(), &FLAC__stream_decoder_delete);
  const auto begun =
      FLAC__stream_decoder_init_stream(decoder.get(), give_flac, nullptr, nullptr, nullptr, nullptr,
                                       take_flac, nullptr, note_flac_error, &run);
  const bool ran = begun == FLAC__STREAM_DECODER_INIT_STATUS_OK &&
                   FLAC__stream_decoder_process_until_end_of_stream(decoder.get()) != 0;
  FLAC__stream_decoder_finish(decoder.get());
  run.pcm.whole = run.pcm.whole && ran;
  return std::move(run.pcm);
}

Pcm decode_mp3(std::span<const std::uint8_t> bytes) {
  Pcm pcm;
  ReadPlace place{bytes};
  const std::unique_ptr<mpg123_handle, decltype(&mpg123_delete)> decoder(
      mpg123_new(nullptr, nullptr), &mpg123_delete);
  mpg123_param(decoder.get(), MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_GAPLESS, 0);
  mpg123_replace_reader_handle(decoder.get(), give_mp3, do_not_seek, nullptr);
  if (mpg123_open_handle(decoder.get(), &place) != MPG123_OK) return pcm;
  long rate = 0;
  int channels = 0;
  int encoding = 0;
  if (mpg123_getformat(decoder.get(), &rate, &channels, &encoding) != MPG123_OK) return pcm;
  pcm.rate = static_cast<unsigned>(rate);
  pcm.channels = static_cast<unsigned>(channels);
  int result = MPG123_OK;
  while (result == MPG123_OK) {
    std::array<std::int16_t, 8'192> buffer{};
    std::size_t done = 0;
    result = mpg123_read(decoder.get(), buffer.data(), sizeof buffer, &done);
    pcm.samples.insert(pcm.samples.end(), buffer.begin(),
                       buffer.begin() + static_cast<std::ptrdiff_t>(done / sizeof buffer[0]));
  }
  pcm.whole = result == MPG123_DONE && encoding == MPG123_ENC_SIGNED_16;
  return pcm;
}

}  // namespace tapedeck::test
