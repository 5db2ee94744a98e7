#include "download/core/wanted.hpp"

#include "archive/item_address.hpp"

#include <algorithm>

namespace tapedeck::download {
namespace {

/// The rules of which fields go together.
std::vector<FieldError> misfits(const messages::DownloadRequest& request) {
  std::vector<FieldError> errors;
  if (request.archive_identifier.has_value() == request.identifiers.has_value()) {
    errors.push_back({"/archive_identifier", "give archive_identifier or identifiers"});
  }
  if (request.filename && !request.archive_identifier) {
    errors.push_back({"/filename", "needs archive_identifier"});
  }
  if (request.filename && request.formats) {
    errors.push_back({"/formats", "cannot be given for one file"});
  }
  return errors;
}

void read_list(const messages::DownloadRequest& request, Wanted& wanted,
               std::vector<FieldError>& errors) {
  std::vector<ItemIdentifier> seen;
  for (std::size_t i = 0; i < request.identifiers->size(); ++i) {
    auto item = archive::parse_identifier_or_address((*request.identifiers)[i]);
    if (!item) {
      errors.push_back({"/identifiers/" + std::to_string(i), item.error().message});
    } else if (std::ranges::find(seen, *item) == seen.end()) {
      seen.push_back(*item);
      wanted.emplace_back(
          WholeItem{std::move(*item), request.formats.value_or(std::vector<std::string>())});
    }
  }
}

void read_one(const messages::DownloadRequest& request, Wanted& wanted,
              std::vector<FieldError>& errors) {
  auto item = archive::parse_identifier_or_address(*request.archive_identifier);
  if (!item) errors.push_back({"/archive_identifier", item.error().message});
  if (!request.filename) {
    if (item) {
      wanted.emplace_back(
          WholeItem{std::move(*item), request.formats.value_or(std::vector<std::string>())});
    }
    return;
  }
  auto file = archive::FileName::parse(*request.filename);
  if (!file) errors.push_back({"/filename", file.error().message});
  if (item && file) wanted.emplace_back(OneFile{std::move(*item), std::move(*file)});
}

}  // namespace

Result<Wanted> parse_wanted(const messages::DownloadRequest& request) {
  auto errors = misfits(request);
  Wanted wanted;
  if (errors.empty()) {
    if (request.identifiers) {
      read_list(request, wanted, errors);
    } else {
      read_one(request, wanted, errors);
    }
  }
  if (!errors.empty()) {
    return fail_fields("The request does not say what to download.", std::move(errors));
  }
  return wanted;
}

}  // namespace tapedeck::download
