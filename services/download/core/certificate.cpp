#include "download/core/certificate.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {
namespace {

bool differs(const std::string& expected, const std::string& found) {
  return !expected.empty() && !found.empty() && expected != found;
}

template <class Digest>
std::string hex_of(const std::optional<Digest>& digest) {
  return digest ? digest->text() : std::string();
}

/// From what the item says, or from what came.
bool bytes_changed(const CertifiedFile& file, const Job& job) {
  return differs(file.expected_sha1, file.found_sha1) ||
         differs(file.expected_md5, file.found_md5) ||
         differs(hex_of(job.content), file.found_sha1);
}

/// Whether the taper's own fingerprint of the sound says that it is another.
bool sounds_different(const CertifiedFile& file) {
  return std::ranges::any_of(file.fingerprints, [](const auto& print) {
    return print.kind == audio::FingerprintKind::samples && print.match == audio::Match::different;
  });
}

Standing standing_of(const CertifiedFile& file, const Evidence& evidence) {
  if (!evidence.is_there) return Standing::missing;
  const bool damaged = !file.refusal.empty() || (file.hearing && !file.hearing->faults.empty());
  if (damaged || bytes_changed(file, evidence.job) || sounds_different(file))
    return Standing::faulty;
  if (evidence.is_sound && !evidence.is_decoded) return Standing::undecoded;
  if (evidence.is_sound && !file.hearing) return Standing::unexamined;
  return Standing::proven;
}

std::vector<CertifiedFingerprint> compared(const Evidence& evidence,
                                           const std::vector<TapersFile>& tapers) {
  std::vector<CertifiedFingerprint> all;
  if (!evidence.sums) return all;
  const auto* hearing = evidence.hearing ? &*evidence.hearing : nullptr;
  for (const auto& paper : tapers) {
    for (const auto& print : paper.fingerprints) {
      const auto match = audio::compare(print, evidence.job.file.text(), *evidence.sums, hearing);
      if (match) all.push_back({paper.filename, print.name, print.kind, print.md5, *match});
    }
  }
  return all;
}

CertifiedFile certified(Evidence evidence, const std::vector<TapersFile>& tapers) {
  const auto& job = evidence.job;
  CertifiedFile file{.filename = std::string(job.file.text()),
                     .title = job.title,
                     .format = job.format,
                     .size = job.expected.bytes.value_or(job.bytes_done),
                     .expected_sha1 = hex_of(job.expected.sha1),
                     .expected_md5 = hex_of(job.expected.md5),
                     .verified_at = job.completed,
                     .examined_at = evidence.examined_at,
                     .examined_by = evidence.examined_by,
                     .refusal = evidence.refusal,
                     .fingerprints = compared(evidence, tapers)};
  if (evidence.sums) {
    file.size = evidence.sums->bytes;
    file.found_sha1 = evidence.sums->sha1;
    file.found_md5 = evidence.sums->md5;
  }
  file.hearing = evidence.hearing;
  if (file.hearing) file.hearing->waveform.clear();
  file.standing = standing_of(file, evidence);
  return file;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string summary_of(const std::vector<CertifiedFile>& files) {
  const auto those = [&](Standing standing) {
    return static_cast<std::size_t>(std::ranges::count(files, standing, &CertifiedFile::standing));
  };
  std::size_t decoded = 0;
  std::size_t equal = 0;
  std::size_t different = 0;
  for (const auto& file : files) {
    if (file.hearing && file.hearing->faults.empty()) ++decoded;
    for (const auto& print : file.fingerprints) {
      if (print.match == audio::Match::equal) ++equal;
      if (print.match == audio::Match::different) ++different;
    }
  }
  if (files.empty()) return "There is no finished file of this recording.";
  std::string text = counted(files.size(), "finished file", "finished files") + ".";
  if (decoded > 0)
    text += " " + counted(decoded, "was", "were") +
            " decoded from the first sample to the last without a fault.";
  if (equal + different > 0)
    text += " Of " + counted(equal + different, "fingerprint", "fingerprints") +
            " that the taper wrote " + std::to_string(equal) + " agree" + (equal == 1 ? "s." : ".");
  if (const auto count = those(Standing::unexamined); count > 0)
    text += " " + counted(count, "has", "have") + " not been decoded yet.";
  if (const auto count = those(Standing::undecoded); count > 0)
    text += " " + counted(count, "is", "are") + " of a kind that is not decoded here.";
  const auto missing = those(Standing::missing);
  const auto faulty = those(Standing::faulty);
  if (missing > 0) text += " " + counted(missing, "is", "are") + " missing from the vault.";
  if (faulty > 0) text += " " + counted(faulty, "is", "are") + " faulty: see below.";
  if (missing + faulty == 0) text += " Nothing is known to be wrong.";
  return text;
}

}  // namespace

Certificate certify(const ItemIdentifier& item, std::vector<Evidence> files,
                    const std::vector<TapersFile>& tapers, Instant now, std::string_view program) {
  std::ranges::sort(files, {}, [](const Evidence& one) { return one.job.file.text(); });
  Certificate certificate{.archive_identifier = item,
                          .issued_at = now,
                          .issued_by = std::string(program),
                          .summary = {},
                          .files = {}};
  for (auto& file : files)
    certificate.files.push_back(certified(std::move(file), tapers));
  certificate.summary = summary_of(certificate.files);
  return certificate;
}

}  // namespace tapedeck::download
