#include "audio/mpeg_frames.hpp"
#include "audio/slicing.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tapedeck::audio {

namespace {

/// Every layer III decoder gives its first sample so many samples late: the delay of its filters.
constexpr std::uint32_t decoder_delay = 529;

/// The overlap of the transform and the memory of the filters reach back over two granules of 576
/// samples: one frame of MPEG-1, two of MPEG-2.
constexpr std::uint32_t reach_samples = 1'152;

/// How many frames back are remembered. The reservoir reaches back 511 bytes at most; frames of the
/// lowest bit rates take up to 85 to fill that (24 kHz, two channels, 3 main bytes each).
constexpr std::size_t most_run_up = 128;

/// Cuts slices out of frames as they go by.
///
/// The decoded sample x of a run that begins at frame s is sample x + s * frame_samples - lead of
/// the track, where `lead` is what encoder and decoder put before it.
class Mp3Cutter {
 public:
  Mp3Cutter(const MpegHeader& header, std::uint32_t lead)
      : frame_samples_(header.samples()),
        rate_(header.sample_rate),
        lead_(lead),
        reach_(reach_samples / frame_samples_) {}

  [[nodiscard]] Result<void> take(const MpegFrame& frame) {
    if (count_ == run_up_frame_) run_up_byte_ = frame.first_byte;
    recent_[count_ % most_run_up] = frame;
    ++count_;
    const auto planned = begin_ + std::uint64_t{seconds_of_slice(slices_.size())} * rate_;
    return decoded() >= planned + lead_ ? close(planned) : Result<void>();
  }

  /// The slices of a track that has `samples`, or as many as were decoded.
  [[nodiscard]] Result<std::vector<Slice>> finish(std::uint64_t samples) {
    samples = std::min(samples, decoded() > lead_ ? decoded() - lead_ : 0);
    if (begin_ < samples) {
      auto closed = close(samples);
      if (!closed) return failure(closed);
    }
    // What the encoder added may reach back into slices that are closed.
    while (begin_ > samples) {
      auto& last = slices_.back();
      const auto first = begin_ - last.keep_samples;
      begin_ = std::max(first, samples);
      last.keep_samples = static_cast<std::uint32_t>(begin_ - first);
      if (last.keep_samples == 0) slices_.pop_back();
    }
    return std::move(slices_);
  }

  /// How many samples come out of the frames taken.
  [[nodiscard]] std::uint64_t decoded() const { return count_ * frame_samples_; }

 private:
  /// Ends the slice before the sample `end`, which the frames taken reach.
  [[nodiscard]] Result<void> close(std::uint64_t end) {
    if (slices_.size() == most_slices) return too_many_slices();
    const auto frames = (end + lead_ + frame_samples_ - 1) / frame_samples_;
    const auto run_up = begin_ + lead_ - run_up_frame_ * frame_samples_;
    slices_.push_back({.first_byte = run_up_byte_,
                       .end_byte = frame_at(frames - 1).end_byte,
                       .drop_samples = static_cast<std::uint32_t>(run_up),
                       .keep_samples = static_cast<std::uint32_t>(end - begin_)});
    begin_ = end;
    start_run_up();
    return {};
  }

  /// Finds where the next slice's run must begin for its first frame to come out as in the whole:
  /// the frames that one reaches back to must come out right as well, and so the bytes of the
  /// reservoir that those reach back to. All of them have been taken already.
  void start_run_up() {
    const auto frame = (begin_ + lead_) / frame_samples_;
    const auto earliest = frame > reach_ ? frame - reach_ : 0;
    run_up_frame_ = earliest > reach_ ? earliest - reach_ : 0;
    const auto oldest = count_ > most_run_up ? count_ - most_run_up : 0;
    std::uint64_t reserved = 0;
    for (auto i = run_up_frame_; i < earliest; ++i)
      reserved += frame_at(i).main_bytes;
    while (run_up_frame_ > oldest && reserved < frame_at(earliest).reservoir)
      reserved += frame_at(--run_up_frame_).main_bytes;
    run_up_byte_ = frame_at(run_up_frame_).first_byte;
  }

  [[nodiscard]] const MpegFrame& frame_at(std::uint64_t frame) const {
    return recent_[frame % most_run_up];
  }

  std::uint64_t frame_samples_;
  std::uint64_t rate_;
  std::uint64_t lead_;
  std::uint64_t reach_;             ///< In frames.
  std::uint64_t begin_ = 0;         ///< The first sample that is in no slice yet.
  std::uint64_t run_up_frame_ = 0;  ///< The first frame of its slice's run,
  std::uint64_t run_up_byte_ = 0;   ///< and where that begins.
  std::uint64_t count_ = 0;         ///< Frames taken.
  std::array<MpegFrame, most_run_up> recent_{};
  std::vector<Slice> slices_;
};

/// What encoder and decoder put before the first sample; nothing is taken off where the encoder is
/// silent about it.
std::uint32_t lead_of(const std::optional<EncoderTag>& tag) {
  return tag && tag->trim ? tag->trim->delay + decoder_delay : 0;
}

/// How many samples there were before encoding. The padding is that of the last frame the encoder
/// wrote: where the number of frames differs, the file has been cut or joined since.
std::uint64_t samples_of(const std::optional<EncoderTag>& tag, std::uint64_t frames,
                         std::uint32_t frame_samples) {
  const auto decoded = frames * frame_samples;
  if (!tag || !tag->trim || (tag->frames && *tag->frames != frames)) return decoded;
  const auto added = std::uint64_t{tag->trim->delay} + tag->trim->padding;
  return decoded > added ? decoded - added : 0;
}

}  // namespace

Result<SliceMap> cut_mp3(Window& window, std::uint64_t at) {
  auto frames = MpegFrames::open(window, at);
  if (!frames) return failure(frames);
  const auto header = frames->header();
  Mp3Cutter cutter(header, lead_of(frames->tag()));
  for (;;) {
    auto frame = frames->next();
    if (!frame) return failure(frame);
    if (!*frame) break;
    auto taken = cutter.take(**frame);
    if (!taken) return failure(taken);
  }
  const auto count = cutter.decoded() / header.samples();
  auto slices = cutter.finish(samples_of(frames->tag(), count, header.samples()));
  if (!slices) return failure(slices);
  if (slices->empty()) return fail(Errc::invalid, "There is no sound in this MP3 file.");
  SliceMap map{.codec = Codec::mp3,
               .sample_rate = header.sample_rate,
               .channels = header.channels,
               .slices = std::move(*slices)};
  for (const auto& slice : map.slices)
    map.samples += slice.keep_samples;
  return map;
}

}  // namespace tapedeck::audio
