#pragma once

#include "audio/fingerprints.hpp"
#include "audio/hearing.hpp"
#include "base/instant.hpp"
#include "base/item_identifier.hpp"
#include "download/core/job.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::download {

/// What became of one fingerprint that a taper wrote.
struct CertifiedFingerprint {
  std::string filename;  ///< The taper's file that has it.
  std::string name;      ///< The file it is for, as the taper calls it.
  audio::FingerprintKind kind = audio::FingerprintKind::file;
  std::string md5;
  audio::Match match = audio::Match::equal;
};
BOOST_DESCRIBE_STRUCT(CertifiedFingerprint, (), (filename, name, kind, md5, match))

/// How a file stands.
enum class Standing : std::uint8_t {
  proven,      ///< Its bytes are the Archive's; sound was decoded whole, without a fault.
  unexamined,  ///< Its bytes were the Archive's when it came; its sound has not been decoded yet.
  undecoded,   ///< Sound of a kind that is not decoded here.
  faulty,      ///< Its bytes have changed, its sound is damaged, or it is not the taper's sound.
  missing,     ///< It has been in the vault, and is not there now.
};
BOOST_DESCRIBE_ENUM(Standing, proven, unexamined, undecoded, faulty, missing)

/// What is vouched for of one file.
struct CertifiedFile {
  std::string filename;
  std::string title;
  std::string format;
  Standing standing = Standing::unexamined;
  std::uint64_t size = 0;
  std::string expected_sha1{};  ///< By the item's metadata; empty when it gives none.
  std::string expected_md5{};
  std::string found_sha1{};  ///< By the examination; empty before there was one.
  std::string found_md5{};
  std::optional<Instant> verified_at{};  ///< When the bytes that came were compared.
  std::optional<Instant> examined_at{};
  std::string examined_by{};  ///< "Tapedeck 0.1.0"; empty before.
  std::optional<audio::Hearing> hearing{};
  std::string refusal{};  ///< Why the sound could not be decoded; empty when it could, or was not.
  std::vector<CertifiedFingerprint> fingerprints{};
};
BOOST_DESCRIBE_STRUCT(CertifiedFile, (),
                      (filename, title, format, standing, size, expected_sha1, expected_md5,
                       found_sha1, found_md5, verified_at, examined_at, examined_by, hearing,
                       refusal, fingerprints))

/// What was checked of a user's files of one recording, by what, and when.
struct Certificate {
  ItemIdentifier archive_identifier;
  Instant issued_at{};
  std::string issued_by;
  std::string summary;  ///< A few sentences.
  std::vector<CertifiedFile> files;
};
BOOST_DESCRIBE_STRUCT(Certificate, (), (archive_identifier, issued_at, issued_by, summary, files))

/// What is known of one finished file.
struct Evidence {
  Job job;
  bool is_sound = false;    ///< By its name.
  bool is_decoded = false;  ///< Sound of its kind is decoded here.
  bool is_there = true;     ///< In the vault, in its size.
  std::optional<audio::FileSums> sums{};
  std::optional<audio::Hearing> hearing{};
  std::string refusal{};
  std::optional<Instant> examined_at{};
  std::string examined_by{};
};

/// The fingerprints of one of a taper's files.
struct TapersFile {
  std::string filename;
  std::vector<audio::Fingerprint> fingerprints;
};

/// Puts a certificate together. Files come in the order of their names; waveforms are left out.
[[nodiscard]] Certificate certify(const ItemIdentifier& item, std::vector<Evidence> files,
                                  const std::vector<TapersFile>& tapers, Instant now,
                                  std::string_view program);

/// A certificate as a page of plain text, to be kept beside the music.
[[nodiscard]] std::string to_plain_text(const Certificate& certificate);

}  // namespace tapedeck::download
