#include "fake_archive/sound_files.hpp"

#include "fake_archive/audio_plan.hpp"
#include "fake_archive/dice.hpp"
#include "fake_archive/picture.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <span>

namespace tapedeck::fake_archive {

namespace {

/// What is encoded for one file: the track as it is, or brought down for a derivative.
struct Take {
  std::span<const std::int32_t> samples;
  SoundShape shape;
};

bool is_lossless(Coding coding) { return coding != Coding::mp3 && coding != Coding::vorbis; }

/// An item's sound, and the way from it to files.
class SoundPress {
 public:
  SoundPress(const Item& item, std::uint64_t seed, std::vector<RawFile>& raw)
      : item_(item), seed_(seed), raw_(raw), tracks_(plan_audio(item)) {}

  void run() {
    for (std::size_t first = 0; first < tracks_.size(); ++first) {
      const auto& shape = tracks_[first].shape;
      const auto same = [&shape](const PlannedTrack& track) { return track.shape == shape; };
      const auto begin = tracks_.begin();
      const bool is_first =
          std::find_if(begin, tracks_.end(), same) - begin == static_cast<std::ptrdiff_t>(first);
      if (is_first) press_shape(shape);
    }
  }

 private:
  /// All tracks of one shape: one recording, cut at their borders.
  void press_shape(SoundShape shape) {
    std::size_t frames = 0;
    for (const auto& track : tracks_) {
      if (track.shape == shape) frames = std::max(frames, track.first_frame + track.frames);
    }
    const auto evening = record(seed_, shape, frames);
    for (const auto& track : tracks_) {
      if (track.shape != shape) continue;
      const auto cut =
          std::span(evening).subspan(track.first_frame * channels, track.frames * channels);
      press_track(track, cut);
    }
  }

  void press_track(const PlannedTrack& track, std::span<const std::int32_t> samples) {
    const Take whole{samples, track.shape};
    Samples halved;
    Take derived = whole;
    if (track.shape.rate > 48'000) {  // neither MP3 nor the Archive's deriver goes higher
      halved = halve_rate(samples);
      derived = Take{halved, SoundShape{track.shape.rate / 2, 16}};
    }
    for (const auto file : track.files) {
      const auto& entry = item_.files[file].as_object();
      if (const auto coding = coding_of(entry)) {
        press_file(file, *coding, is_lossless(*coding) ? whole : derived);
      } else {
        press_picture(file, text_of(entry, "format"), samples);
      }
    }
  }

  void press_file(std::size_t file, Coding coding, const Take& take) {
    const auto& entry = item_.files[file].as_object();
    Tags tags;
    tags.title = text_of(entry, "title");
    tags.artist = text_of(entry, "creator");
    tags.album = text_of(entry, "album");
    tags.track = text_of(entry, "track");
    const auto serial = Dice(text_of(entry, "name"), seed_).next();
    auto& raw = raw_.at(file);
    raw.bytes = encode(coding, take.samples, take.shape, tags, static_cast<std::uint32_t>(serial));
    raw.seconds = static_cast<double>(take.samples.size()) / channels / take.shape.rate;
    if (is_lossless(coding)) raw.sample_md5 = md5_of_samples(take.samples, take.shape);
    raw.made = true;
  }

  void press_picture(std::size_t file, const std::string& format,
                     std::span<const std::int32_t> samples) {
    auto& raw = raw_.at(file);
    if (format == "PNG") {
      raw.bytes = waveform_png(samples);
      raw.made = true;
    } else if (format == "Spectrogram") {
      raw.bytes = tile_png(seed_ + file);
      raw.made = true;
    }
  }

  const Item& item_;
  std::uint64_t seed_;
  std::vector<RawFile>& raw_;
  std::vector<PlannedTrack> tracks_;
};

}  // namespace

void press_sound(const Item& item, std::uint64_t seed, std::vector<RawFile>& raw) {
  SoundPress(item, seed, raw).run();
}

}  // namespace tapedeck::fake_archive
