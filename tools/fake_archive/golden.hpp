#pragma once

#include "base/result.hpp"
#include "fake_archive/search.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::fake_archive {

/// Recorded answers that are given back byte for byte. Read once; any thread.
class Golden {
 public:
  /// None: every question goes to the catalogue.
  Golden() = default;

  /// Reads `metadata-*.json`, `advancedsearch-*.json` and `scrape-*.json` of a folder.
  /// Errors: `not_found` when there is none, `malformed`.
  [[nodiscard]] static Result<Golden> open(const std::filesystem::path& folder);

  /// Whether answers are recorded ones, and downloads therefore refused.
  [[nodiscard]] bool in_use() const noexcept { return !metadata_.empty() || !searches_.empty(); }

  /// The recorded answer for an item; nothing when there is none, which at the Archive is `{}`.
  [[nodiscard]] const std::string* metadata(std::string_view identifier) const;

  /// The recorded answer whose own header repeats the query `q`.
  [[nodiscard]] const std::string* search(const Parameters& parameters) const;

  /// The recorded first batch, whatever the query.
  [[nodiscard]] const std::string* scrape() const;

 private:
  Result<void> take(const std::filesystem::path& path);

  std::map<std::string, std::string, std::less<>> metadata_;
  std::map<std::string, std::string, std::less<>> searches_;
  std::vector<std::string> scrapes_;
};

}  // namespace tapedeck::fake_archive
