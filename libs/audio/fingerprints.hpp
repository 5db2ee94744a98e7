#pragma once

#include "audio/hearing.hpp"

#include <boost/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::audio {

/// What a taper's line of digits is the MD5 of.
enum class FingerprintKind : std::uint8_t {
  file,     ///< The bytes of a file: `.md5`, as md5sum writes it.
  samples,  ///< The samples alone: `.ffp` (metaflac) and `.st5` (shntool), which mean the same.
};
BOOST_DESCRIBE_ENUM(FingerprintKind, file, samples)

/// One line of a taper's file.
struct Fingerprint {
  FingerprintKind kind = FingerprintKind::file;
  std::string name{};  ///< Of the file it is for, as written, folders left out; UTF-8.
  std::string md5{};   ///< 32 hexadecimal digits, lower case.

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// What the lines of a file of this name are the MD5 of; nothing when it holds no fingerprints:
/// `gd77-05-08.ffp`, `gd77-05-08.ffp.txt`, `ffp.txt`, `shn.md5`, `gd77.st5`.
[[nodiscard]] std::optional<FingerprintKind> fingerprints_in(std::string_view file_name);

/// More than any recording has files.
constexpr std::size_t most_fingerprints = 5'000;

/// Reads the text of a taper's file. Takes what it can: `name:md5`, `md5 *name`, `md5  name`,
/// `md5  [shntool]  name`, `MD5 (name) = md5`, in any mixture, with any line ends; every other line
/// is left out, and so is what comes after `most_fingerprints`. Text that is no UTF-8 is taken for
/// Latin-1. `kind` is of the lines that do not tell by their own form.
[[nodiscard]] std::vector<Fingerprint> read_fingerprints(std::string_view text,
                                                         FingerprintKind kind);

/// What became of a fingerprint.
enum class Match : std::uint8_t {
  equal,
  different,
  not_comparable,  ///< It is of another file that was made into this one, and no more is known.
};
BOOST_DESCRIBE_ENUM(Match, equal, different, not_comparable)

/// Whether a fingerprint is for this file, by its name, and then what it comes to. One of samples
/// is for every lossless file of the same stem; one of a file's bytes for the file of that name, or
/// for the WAV file of the same stem that was made into it. Letters are compared without regard to
/// case, folders are left out.
///
/// `hearing` is null when the file could not be decoded.
[[nodiscard]] std::optional<Match> compare(const Fingerprint& fingerprint,
                                           std::string_view file_name, const FileSums& sums,
                                           const Hearing* hearing);

}  // namespace tapedeck::audio
