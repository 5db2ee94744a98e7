#pragma once

#include "archive/file_name.hpp"
#include "base/item_identifier.hpp"
#include "base/result.hpp"
#include "messages/downloads.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tapedeck::download {

/// One file of an item.
struct OneFile {
  ItemIdentifier item;
  archive::FileName file;
};

/// A whole recording: its files of these formats, or its best ones when none is named.
struct WholeItem {
  ItemIdentifier item;
  std::vector<std::string> formats{};
};

/// What a listener asks for, each part of it proven well formed.
using Wanted = std::vector<std::variant<OneFile, WholeItem>>;

/// Reads a request. An item named twice is wanted once.
/// Errors: `invalid`, naming every field at fault.
[[nodiscard]] Result<Wanted> parse_wanted(const messages::DownloadRequest& request);

}  // namespace tapedeck::download
