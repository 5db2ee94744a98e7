#pragma once

#include "base/result.hpp"
#include "fake_archive/documents.hpp"
#include "fake_archive/item.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace tapedeck::fake_archive {

/// Every item there is, and everything search knows. Read once, then only looked at; any thread.
class Catalogue {
 public:
  /// Reads the catalogue files `*.json` of a folder: our own catalogue, or one of the same shape.
  /// Errors: `not_found`, `malformed`, `invalid`, each naming the file.
  [[nodiscard]] static Result<Catalogue> open(const std::filesystem::path& folder);

  /// Reads recorded answers: `items/*.json` as /metadata gave them, and `search-docs.jsonl.gz` (or
  /// `.jsonl`) in the folder or in a folder in it. An item that no search document names gets one
  /// made from its metadata. Errors: as open().
  [[nodiscard]] static Result<Catalogue> open_recorded(const std::filesystem::path& folder);

  /// Nothing when there is no such item.
  [[nodiscard]] const Item* find(std::string_view identifier) const;

  [[nodiscard]] const std::map<std::string, Item, std::less<>>& items() const { return items_; }
  [[nodiscard]] const Documents& documents() const noexcept { return documents_; }

 private:
  std::map<std::string, Item, std::less<>> items_;
  Documents documents_;
};

}  // namespace tapedeck::fake_archive
