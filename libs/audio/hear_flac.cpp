#include "audio/flac_head.hpp"
#include "audio/hearing_parts.hpp"
#include "base/encoding.hpp"
#include "base/ensure.hpp"

#include <FLAC/stream_decoder.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::audio {
namespace {

constexpr std::uint64_t id3v1_tag_bytes = 128;
constexpr std::size_t md5_at = 18;  // in STREAMINFO

/// A FLAC file as libFLAC is shown it: "fLaC", STREAMINFO, and the frames. Pictures and whatever
/// else lies between are no business of its.
struct FlacStream {
  ByteSource& source;
  Listener& listener;
  StreamInfo info;
  std::array<std::uint8_t, 8 + StreamInfo::bytes> head;
  std::uint64_t first_frame;  ///< In the source.
  std::uint64_t end;          ///< In the source.
  std::uint64_t at = 0;       ///< In what is shown.
  std::optional<Error> broken = {};
  bool changes = false;
  std::vector<std::int32_t> samples = {};

  [[nodiscard]] std::uint64_t in_source(std::uint64_t shown) const {
    return first_frame + shown - head.size();
  }
};

FlacStream& flac_stream(void* client) { return *static_cast<FlacStream*>(client); }

FLAC__StreamDecoderReadStatus show_flac(const FLAC__StreamDecoder*, FLAC__byte buffer[],
                                        std::size_t* bytes, void* client) {
  auto& stream = flac_stream(client);
  const std::span into(buffer, *bytes);
  if (stream.at < stream.head.size()) {
    const auto rest = std::span(stream.head).subspan(static_cast<std::size_t>(stream.at));
    *bytes = std::min(into.size(), rest.size());
    std::ranges::copy(rest.first(*bytes), into.begin());
  } else {
    const auto from = stream.in_source(stream.at);
    const auto left = stream.end > from ? stream.end - from : 0;
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left));
    auto got = stream.source.read(from, into.first(wanted));
    if (!got) {
      stream.broken = got.error();
      return FLAC__STREAM_DECODER_READ_STATUS_ABORT;
    }
    *bytes = *got;
  }
  stream.at += *bytes;
  return *bytes == 0 ? FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
                     : FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

FLAC__StreamDecoderTellStatus tell_flac(const FLAC__StreamDecoder*, FLAC__uint64* at,
                                        void* client) {
  *at = flac_stream(client).at;
  return FLAC__STREAM_DECODER_TELL_STATUS_OK;
}

FLAC__StreamDecoderWriteStatus take_frame(const FLAC__StreamDecoder*, const FLAC__Frame* frame,
                                          const FLAC__int32* const buffer[], void* client) {
  auto& stream = flac_stream(client);
  const auto& header = frame->header;
  if (header.channels != stream.info.channels || header.bits_per_sample != stream.info.bits ||
      header.sample_rate != stream.info.sample_rate) {
    stream.changes = true;
    return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
  }
  stream.samples.resize(std::size_t{header.blocksize} * header.channels);
  auto out = stream.samples.begin();
  for (unsigned i = 0; i < header.blocksize; ++i) {
    for (unsigned channel = 0; channel < header.channels; ++channel)
      *out++ = buffer[channel][i];
  }
  stream.listener.take_exact(stream.samples);
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

void take_flac_fault(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus status,
                     void* client) {
  auto& listener = flac_stream(client).listener;
  switch (status) {
    case FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH:
      return listener.fault_here("a frame's sum is wrong");
    case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_HEADER:
      return listener.fault_here("a frame's header is wrong");
    case FLAC__STREAM_DECODER_ERROR_STATUS_LOST_SYNC:
      return listener.fault_here("no frame begins where one has to");
    default:
      return listener.fault_here("a frame cannot be read");
  }
}

Announced announced_by(const StreamInfo& info) {
  Announced announced{.sample_rate = info.sample_rate,
                      .channels = info.channels,
                      .bits = info.bits,
                      .samples = info.samples};
  const auto md5 = std::span(info.raw).subspan(md5_at);
  if (std::ranges::any_of(md5, [](auto byte) { return byte != 0; }))
    announced.pcm_md5 = to_hex(md5);
  announced.wav_head = usual_wav_head(announced);
  return announced;
}

/// Where the frames of a file end at the latest: a file that does not say how many samples it has
/// may not be read into the tag at its end.
Result<std::uint64_t> end_of_frames(Window& window) {
  const auto end = window.source_bytes();
  if (end < id3v1_tag_bytes) return end;
  auto seen = window.see(end - id3v1_tag_bytes, 3);
  if (!seen) return failure(seen);
  const bool tag = (*seen)[0] == 'T' && (*seen)[1] == 'A' && (*seen)[2] == 'G';
  return tag ? end - id3v1_tag_bytes : end;
}

/// Frame by frame: libFLAC 1.4 looks for more of them behind the last, in whatever lies there.
/// False when it could not come to the end.
bool run_to_end(FLAC__StreamDecoder* decoder, const FlacStream& stream) {
  for (;;) {
    if (stream.info.samples > 0 && stream.listener.samples() >= stream.info.samples) return true;
    if (FLAC__stream_decoder_get_state(decoder) == FLAC__STREAM_DECODER_END_OF_STREAM) return true;
    if (FLAC__stream_decoder_process_single(decoder) == 0) return false;
  }
}

/// Runs the decoder to the end, over whatever is damaged; where the sound ends, in the source.
Result<std::uint64_t> run_flac(FlacStream& stream) {
  const std::unique_ptr<FLAC__StreamDecoder, decltype(&FLAC__stream_decoder_delete)> decoder(
      FLAC__stream_decoder_new(), &FLAC__stream_decoder_delete);
  ensure(decoder != nullptr &&
             FLAC__stream_decoder_init_stream(decoder.get(), show_flac, nullptr, tell_flac, nullptr,
                                              nullptr, take_frame, nullptr, take_flac_fault,
                                              &stream) == FLAC__STREAM_DECODER_INIT_STATUS_OK,
         "libFLAC must have room for a decoder");
  const bool whole = run_to_end(decoder.get(), stream);
  if (stream.broken) return std::unexpected(*std::move(stream.broken));
  if (stream.changes) stream.listener.fault_here("the sound changes its shape");
  if (!whole && !stream.changes) stream.listener.fault_here("it cannot be decoded any further");
  FLAC__uint64 at = 0;
  const bool told = FLAC__stream_decoder_get_decode_position(decoder.get(), &at) != 0;
  return told && at >= stream.head.size() ? stream.in_source(at) : stream.end;
}

}  // namespace

Result<void> hear_flac(ByteSource& source, Window& window, std::uint64_t at, Listener& listener) {
  auto head = read_flac_head(window, at);
  if (!head) return failure(head);
  auto end = end_of_frames(window);
  if (!end) return failure(end);
  auto begun =
      listener.begin(std::string("libFLAC ") + FLAC__VERSION_STRING, announced_by(head->info));
  if (!begun) return begun;
  FlacStream stream{.source = source,
                    .listener = listener,
                    .info = head->info,
                    .head = {'f', 'L', 'a', 'C', 0x80, 0, 0, StreamInfo::bytes},
                    .first_frame = head->sound,
                    .end = *end};
  std::ranges::copy(head->info.raw, stream.head.begin() + 8);
  auto behind = run_flac(stream);
  if (!behind) return failure(behind);
  return look_behind(window, *behind, listener);
}

}  // namespace tapedeck::audio
