#include "audio/listener.hpp"

#include "base/encoding.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tapedeck::audio {
namespace {

constexpr std::uint32_t most_channels = 8;

/// Further than any decoder of sound goes beyond full scale, and no trouble to any sum.
constexpr float farthest = 100;

/// RFC 4648 §4, which is what a browser's atob() reads.
std::string base64_of(std::span<const std::int8_t> pairs) {
  std::vector<std::uint8_t> bytes(pairs.size());
  std::ranges::transform(pairs, bytes.begin(),
                         [](auto pair) { return static_cast<std::uint8_t>(pair); });
  auto text = to_base64url(bytes);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.resize((text.size() + 3) / 4 * 4, '=');
  return text;
}

/// "3:07", "1:02:03".
std::string clock_of(std::uint64_t seconds) {
  const auto two = [](std::uint64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const auto hours = seconds / 3'600;
  const auto minutes = seconds / 60 % 60;
  const auto head =
      hours > 0 ? std::to_string(hours) + ":" + two(minutes) : std::to_string(minutes);
  return head + ":" + two(seconds % 60);
}

/// One more sentence, as long as there is room.
void add_sentence(std::vector<std::string>& to, std::string sentence) {
  if (to.size() + 1 < Hearing::most_sentences) {
    to.push_back(std::move(sentence));
  } else if (to.size() < Hearing::most_sentences) {
    to.emplace_back("There is more of the kind.");
  }
}

}  // namespace

Result<void> Listener::begin(std::string decoder, Announced announced) {
  if (announced.sample_rate == 0 || announced.channels == 0 || announced.channels > most_channels ||
      announced.bits > 32)
    return fail(Errc::invalid, "The file says of itself what no sound can be.");
  hearing_.decoder = std::move(decoder);
  hearing_.announced_md5 = std::move(announced.pcm_md5);
  hearing_.sample_rate = announced.sample_rate;
  hearing_.channels = announced.channels;
  hearing_.bits = announced.bits;
  announced_ = announced.samples;
  loudness_.emplace(announced.sample_rate, announced.channels);
  waveform_.emplace(announced.channels);
  if (announced.bits > 0) pcm_.emplace(Digest::Kind::md5);
  if (!announced.wav_head.empty()) {
    wav_.emplace(Digest::Kind::md5);
    wav_->add(announced.wav_head);
  }
  return {};
}

void Listener::take_exact(std::span<const std::int32_t> samples) {
  take_bytes(samples);
  const auto scale = std::ldexp(1.0F, 1 - static_cast<int>(hearing_.bits));
  floats_.resize(samples.size());
  std::ranges::transform(samples, floats_.begin(),
                         [scale](auto sample) { return static_cast<float>(sample) * scale; });
  measure(floats_);
}

void Listener::take_bytes(std::span<const std::int32_t> samples) {
  const std::size_t width = (hearing_.bits + 7) / 8;
  bytes_.resize(samples.size() * width);
  auto* out = bytes_.data();
  for (const auto sample : samples) {
    for (std::size_t i = 0; i < width; ++i)
      *out++ = static_cast<std::uint8_t>(static_cast<std::uint32_t>(sample) >> (8 * i));
  }
  pcm_->add(bytes_);
  if (wav_) wav_->add(bytes_);
}

void Listener::take(std::span<const float> samples) {
  floats_.resize(samples.size());
  std::ranges::transform(samples, floats_.begin(), [](float sample) {
    return std::isfinite(sample) ? std::clamp(sample, -farthest, farthest) : 0.0F;
  });
  measure(floats_);
}

void Listener::take_wav_tail(std::span<const std::uint8_t> bytes) {
  if (wav_) wav_->add(bytes);
}

void Listener::measure(std::span<const float> samples) {
  loudness_->add(samples);
  waveform_->add(samples);
  hearing_.samples += samples.size() / hearing_.channels;
}

void Listener::fault(std::string sentence) { add_sentence(hearing_.faults, std::move(sentence)); }

void Listener::fault_here(std::string_view what) {
  if (std::exchange(last_fault_, hearing_.samples) == hearing_.samples) return;
  const auto seconds = hearing_.sample_rate == 0 ? 0 : hearing_.samples / hearing_.sample_rate;
  fault("It is damaged at " + clock_of(seconds) + ": " + std::string(what) + ".");
}

void Listener::note(std::string sentence) { add_sentence(hearing_.notes, std::move(sentence)); }

void Listener::finish() {
  if (hearing_.samples < announced_)
    fault("It ends " + std::to_string(announced_ - hearing_.samples) +
          " samples before the sound that it announces.");
  if (pcm_) hearing_.pcm_md5 = pcm_->finish();
  if (wav_ && hearing_.samples == announced_) hearing_.wav_md5 = wav_->finish();
  if (!hearing_.announced_md5.empty() && hearing_.announced_md5 != hearing_.pcm_md5)
    fault("The MD5 of its sound is " + hearing_.pcm_md5 + ", and it announces " +
          hearing_.announced_md5 + ".");
  if (!waveform_) return;
  hearing_.loudness = loudness_->integrated();
  hearing_.loudness_range = loudness_->range();
  hearing_.peak = static_cast<double>(waveform_->peak());
  hearing_.waveform = base64_of(waveform_->pairs(Hearing::most_pairs));
}

}  // namespace tapedeck::audio
