#include "audio/hearing_parts.hpp"
#include "base/ensure.hpp"

#include <vorbis/codec.h>

#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tapedeck::audio {
namespace {

constexpr std::size_t chunk_bytes = 16 * 1024;

/// Far more than titles and a picture, in what comes before the sound.
constexpr std::uint64_t most_head_bytes = std::uint64_t{64} << 20;

/// The pages of an Ogg file (RFC 3533), their sums checked.
class OggPages {
 public:
  OggPages(ByteSource& source, std::uint64_t at, Listener& listener)
      : source_(source), listener_(listener), at_(at) {
    ogg_sync_init(&sync_);
  }
  ~OggPages() { ogg_sync_clear(&sync_); }
  OggPages(const OggPages&) = delete;
  OggPages& operator=(const OggPages&) = delete;

  /// The next page, which is valid until the next call; false behind the last. Errors: the
  /// source's.
  Result<bool> next(ogg_page& page) {
    for (;;) {
      const int found = ogg_sync_pageout(&sync_, &page);
      if (found > 0) return true;
      if (found < 0) {
        listener_.fault_here("a page's sum is wrong, or something else lies between pages");
        continue;
      }
      auto more = fill();
      if (!more || !*more) return more;
    }
  }

  /// Bytes read that were no whole page.
  [[nodiscard]] long left_over() const { return sync_.fill - sync_.returned; }

 private:
  Result<bool> fill() {
    auto* const room = ogg_sync_buffer(&sync_, static_cast<long>(chunk_bytes));
    if (room == nullptr) return fail(Errc::invalid, "The file takes more memory than it may.");
    auto got = source_.read(at_, {reinterpret_cast<std::uint8_t*>(room), chunk_bytes});
    if (!got) return failure(got);
    ogg_sync_wrote(&sync_, static_cast<long>(*got));
    at_ += *got;
    return *got > 0;
  }

  ByteSource& source_;
  Listener& listener_;
  std::uint64_t at_;
  ogg_sync_state sync_{};
};

/// One stream of Vorbis (Vorbis I, §4 and appendix A), from its first page to its last.
class VorbisStream {
 public:
  explicit VorbisStream(Listener& listener) : listener_(listener) {
    vorbis_info_init(&info_);
    vorbis_comment_init(&comment_);
  }
  ~VorbisStream() {
    if (decodes_) {
      vorbis_block_clear(&block_);
      vorbis_dsp_clear(&dsp_);
    }
    if (begun_) ogg_stream_clear(&stream_);
    vorbis_comment_clear(&comment_);
    vorbis_info_clear(&info_);
  }
  VorbisStream(const VorbisStream&) = delete;
  VorbisStream& operator=(const VorbisStream&) = delete;

  /// Errors: `invalid` when the stream is no Vorbis.
  Result<void> take(ogg_page& page) {
    if (!begun_) {
      ensure(ogg_stream_init(&stream_, ogg_page_serialno(&page)) == 0,
             "libogg must have room for a stream");
      begun_ = true;
    }
    if (ended_ || ogg_page_serialno(&page) != stream_.serialno) {
      if (!std::exchange(has_others_, true))
        listener_.fault("There is more than one stream in it; only the first was heard.");
      return {};
    }
    head_bytes_ += decodes_ ? 0U : static_cast<std::uint64_t>(page.body_len);
    if (head_bytes_ > most_head_bytes || ogg_stream_pagein(&stream_, &page) != 0)
      return fail(Errc::invalid, "The file has more before its sound than any should.");
    ended_ = ogg_page_eos(&page) != 0;
    return take_packets();
  }

  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool decodes() const { return decodes_; }

 private:
  Result<void> take_packets() {
    ogg_packet packet{};
    for (;;) {
      const int got = ogg_stream_packetout(&stream_, &packet);
      if (got == 0) return {};
      if (got < 0) {
        listener_.fault_here("a page is missing");
        continue;
      }
      if (decodes_) {
        decode(packet);
        continue;
      }
      auto read = read_head(packet);
      if (!read) return read;
    }
  }

  /// The three packets before the sound.
  Result<void> read_head(ogg_packet& packet) {
    if (vorbis_synthesis_headerin(&info_, &comment_, &packet) != 0)
      return fail(Errc::invalid, "There is no Vorbis in this Ogg file, or its head is damaged.");
    if (++heads_ < 3) return {};
    auto begun = listener_.begin(vorbis_version_string(),
                                 {.sample_rate = static_cast<std::uint32_t>(info_.rate),
                                  .channels = static_cast<std::uint32_t>(info_.channels)});
    if (!begun) return begun;
    if (vorbis_synthesis_init(&dsp_, &info_) != 0)
      return fail(Errc::invalid, "The head of this Ogg file is damaged.");
    vorbis_block_init(&dsp_, &block_);
    decodes_ = true;
    return {};
  }

  void decode(ogg_packet& packet) {
    if (vorbis_synthesis(&block_, &packet) != 0) {
      listener_.fault_here("a packet cannot be decoded");
      return;
    }
    vorbis_synthesis_blockin(&dsp_, &block_);
    float** channels = nullptr;
    for (int count = 0; (count = vorbis_synthesis_pcmout(&dsp_, &channels)) > 0;) {
      samples_.clear();
      for (int i = 0; i < count; ++i) {
        for (int channel = 0; channel < info_.channels; ++channel)
          samples_.push_back(channels[channel][i]);
      }
      listener_.take(samples_);
      vorbis_synthesis_read(&dsp_, count);
    }
  }

  Listener& listener_;
  ogg_stream_state stream_{};
  vorbis_info info_{};
  vorbis_comment comment_{};
  vorbis_dsp_state dsp_{};
  vorbis_block block_{};
  bool begun_ = false;
  bool decodes_ = false;
  bool ended_ = false;
  bool has_others_ = false;
  int heads_ = 0;
  std::uint64_t head_bytes_ = 0;
  std::vector<float> samples_;
};

}  // namespace

Result<void> hear_vorbis(ByteSource& source, std::uint64_t at, Listener& listener) {
  OggPages pages(source, at, listener);
  VorbisStream stream(listener);
  ogg_page page{};
  for (;;) {
    auto found = pages.next(page);
    if (!found) return failure(found);
    if (!*found) break;
    auto taken = stream.take(page);
    if (!taken) return taken;
  }
  if (!stream.decodes()) return fail(Errc::invalid, "The Ogg file ends before its sound begins.");
  if (!stream.ended()) listener.fault("It ends before its last page.");
  if (pages.left_over() > 0)
    listener.note(std::to_string(pages.left_over()) + " bytes that are no page lie at its end.");
  return {};
}

}  // namespace tapedeck::audio
