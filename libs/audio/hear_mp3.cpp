#include "audio/crc.hpp"
#include "audio/hearing_parts.hpp"
#include "audio/mpeg_frames.hpp"
#include "base/ensure.hpp"

#include <mpg123.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::audio {
namespace {

/// A file with more breaks than this is none any more.
constexpr int most_breaks = 100;

/// The frames of an MP3 file, one behind the other, as libmpg123 is shown them. What lies between
/// them is noted and left out: a decoder would look for the next frame without a word.
class Mp3Stream {
 public:
  /// The frame with the encoder's tag is shown as well: it says what is to be cut off.
  Mp3Stream(Window& window, const MpegFrames& frames, Listener& listener)
      : window_(window),
        listener_(listener),
        frames_(frames),
        at_(frames_.first_byte()),
        end_(frames_.tag() ? at_ + frames_.header().bytes : at_) {}

  /// Errors: the source's.
  Result<std::size_t> read(std::span<std::uint8_t> into) {
    if (at_ == end_) {
      auto more = next();
      if (!more) return failure(more);
      if (!*more) return std::size_t{0};
    }
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), end_ - at_));
    auto seen = window_.see(at_, std::min(wanted, Window::most_bytes));
    if (!seen) return failure(seen);
    const auto count = std::min(wanted, seen->size());
    std::ranges::copy(seen->first(count), into.begin());
    at_ += count;
    return count;
  }

  /// So many frames of sound were there.
  [[nodiscard]] std::uint32_t frames() const { return count_; }

  /// Behind the last of them.
  [[nodiscard]] std::uint64_t end() const { return end_; }

  /// Why the source could not be read.
  [[nodiscard]] std::optional<Error>& broken() { return broken_; }

 private:
  /// Goes to the next frame; false behind the last.
  Result<bool> next() {
    for (;;) {
      auto frame = frames_.next();
      if (frame) {
        if (!*frame) return false;
        auto summed = check_sum(**frame);
        if (!summed) return failure(summed);
        at_ = (*frame)->first_byte;
        end_ = (*frame)->end_byte;
        ++count_;
        return true;
      }
      if (frame.error().code != Errc::invalid) return failure(frame);
      listener_.fault_here("something else than sound lies between the frames");
      if (++breaks_ == most_breaks) return false;
      auto again = MpegFrames::open(window_, end_ + 1);
      if (!again && again.error().code != Errc::invalid) return failure(again);
      if (!again) return false;
      frames_ = *again;
    }
  }

  /// ISO 11172-3 §2.4.3.1: the sum is over the second half of the header and the side information.
  Result<void> check_sum(const MpegFrame& frame) {
    auto seen =
        window_.see(frame.first_byte, static_cast<std::size_t>(frame.end_byte - frame.first_byte));
    if (!seen) return failure(seen);
    const auto header = parse_mpeg_header(*seen);
    if (!header || !header->summed) return {};
    std::uint16_t crc = 0xffff;
    for (const auto byte : seen->subspan(2, 2))
      crc = crc16_step(crc, byte);
    for (const auto byte : seen->subspan(header->side_at(), header->side_bytes()))
      crc = crc16_step(crc, byte);
    const auto written = (*seen)[4] << 8 | (*seen)[5];
    if (written != crc) listener_.fault_here("a frame's sum is wrong");
    return {};
  }

  Window& window_;
  Listener& listener_;
  MpegFrames frames_;
  std::uint64_t at_;   ///< What is shown next, of the frame
  std::uint64_t end_;  ///< that ends here.
  std::uint32_t count_ = 0;
  int breaks_ = 0;
  std::optional<Error> broken_;
};

mpg123_ssize_t show_mp3(void* client, void* into, std::size_t most) {
  auto& stream = *static_cast<Mp3Stream*>(client);
  auto got = stream.read({static_cast<std::uint8_t*>(into), most});
  if (got) return static_cast<mpg123_ssize_t>(*got);
  stream.broken() = got.error();
  return -1;
}

off_t never_seek(void*, off_t, int) { return -1; }

using Mp3Decoder = std::unique_ptr<mpg123_handle, decltype(&mpg123_delete)>;

Mp3Decoder make_mp3_decoder() {
  Mp3Decoder decoder(mpg123_new(nullptr, nullptr), &mpg123_delete);
  ensure(decoder != nullptr, "libmpg123 must have room for a decoder");
  const long flags = MPG123_QUIET | MPG123_GAPLESS | MPG123_FORCE_FLOAT | MPG123_SKIP_ID3V2;
  mpg123_param(decoder.get(), MPG123_ADD_FLAGS, flags, 0);
  mpg123_replace_reader_handle(decoder.get(), show_mp3, never_seek, nullptr);
  return decoder;
}

/// Whether what the decoder gives from now on is what the frames say.
bool keeps_shape(mpg123_handle* decoder, const MpegHeader& header) {
  long rate = 0;
  int channels = 0;
  int encoding = 0;
  return mpg123_getformat(decoder, &rate, &channels, &encoding) == MPG123_OK &&
         std::cmp_equal(rate, header.sample_rate) && std::cmp_equal(channels, header.channels) &&
         encoding == MPG123_ENC_FLOAT_32;
}

/// Decodes to the end.
Result<void> run_mp3(Mp3Stream& stream, const MpegHeader& header, Listener& listener) {
  const auto decoder = make_mp3_decoder();
  int result = mpg123_open_handle(decoder.get(), &stream);
  std::vector<float> buffer(16'384);
  while (result == MPG123_OK || result == MPG123_NEW_FORMAT) {
    std::size_t bytes = 0;
    result = mpg123_read(decoder.get(), reinterpret_cast<unsigned char*>(buffer.data()),
                         buffer.size() * sizeof(float), &bytes);
    if (stream.broken()) return std::unexpected(*std::move(stream.broken()));
    if (result == MPG123_NEW_FORMAT && !keeps_shape(decoder.get(), header)) {
      listener.fault_here("the sound changes its shape");
      return {};
    }
    listener.take(std::span(buffer).first(bytes / sizeof(float)));
  }
  if (stream.broken()) return std::unexpected(*std::move(stream.broken()));
  if (result != MPG123_DONE) listener.fault_here("it cannot be decoded any further");
  return {};
}

Result<void> check_mp3_end(Window& window, const Mp3Stream& stream,
                           const std::optional<EncoderTag>& tag, Listener& listener) {
  if (tag && tag->frames && stream.frames() < *tag->frames)
    listener.fault("It ends " + std::to_string(*tag->frames - stream.frames()) +
                   " frames before the end that its encoder announces.");
  if (tag && tag->frames && stream.frames() > *tag->frames)
    listener.note("It has " + std::to_string(stream.frames() - *tag->frames) +
                  " frames more than its encoder announces.");
  auto seen = window.see(stream.end(), MpegHeader::header_bytes);
  if (!seen) return failure(seen);
  if (parse_mpeg_header(*seen)) {
    listener.fault("It is cut off within its last frame.");
    return {};
  }
  return look_behind(window, stream.end(), listener);
}

}  // namespace

Result<void> hear_mp3(Window& window, std::uint64_t at, Listener& listener) {
  auto frames = MpegFrames::open(window, at);
  if (!frames && frames.error().code == Errc::invalid)
    return fail(Errc::invalid, "There is no sound in this file that can be decoded.");
  if (!frames) return failure(frames);
  const auto header = frames->header();
  const auto tag = frames->tag();
  auto begun = listener.begin("libmpg123 " TAPEDECK_MPG123_VERSION,
                              {.sample_rate = header.sample_rate, .channels = header.channels});
  if (!begun) return begun;
  if (const auto before = frames->first_byte() - at; before > 0)
    listener.note(std::to_string(before) + " bytes that are no sound lie before it.");
  Mp3Stream stream(window, *frames, listener);
  auto ran = run_mp3(stream, header, listener);
  if (!ran) return ran;
  return check_mp3_end(window, stream, tag, listener);
}

}  // namespace tapedeck::audio
