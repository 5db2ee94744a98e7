#include "browse/core/directory.hpp"

#include <map>
#include <string_view>
#include <utility>

namespace tapedeck::browse {
namespace {

using messages::DirectoryEntry;
using messages::EntryKind;

void add(DirectoryEntry& folder, const messages::ItemFile& file) {
  folder.kind = EntryKind::folder;
  ++folder.files;
  if (file.bytes) folder.bytes = folder.bytes.value_or(0) + *file.bytes;
  if (file.modified && (!folder.modified || *folder.modified < *file.modified)) {
    folder.modified = file.modified;
  }
}

DirectoryEntry entry_of(const messages::ItemFile& file, std::string_view name) {
  DirectoryEntry entry;
  entry.name = name;
  entry.bytes = file.bytes;
  entry.format = file.format;
  entry.sha1 = file.sha1;
  entry.md5 = file.md5;
  entry.modified = file.modified;
  return entry;
}

DirectoryEntry empty_folder(std::string_view name) {
  DirectoryEntry folder;
  folder.name = name;
  folder.kind = EntryKind::folder;
  folder.files = 0;
  return folder;
}

std::vector<DirectoryEntry> in_order(std::map<std::string_view, DirectoryEntry> folders,
                                     std::map<std::string_view, DirectoryEntry> files) {
  std::vector<DirectoryEntry> entries;
  for (auto* sort : {&folders, &files}) {
    for (auto& [name, entry] : *sort)
      entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

Result<messages::Directory> directory_of(const messages::ItemDetails& item,
                                         const std::string& path) {
  const std::string before = path.empty() ? "" : path + "/";
  std::map<std::string_view, DirectoryEntry> folders;
  std::map<std::string_view, DirectoryEntry> files;
  for (const auto& file : item.files) {
    std::string_view name = file.name;
    if (!name.starts_with(before)) continue;
    name.remove_prefix(before.size());
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) {
      files.emplace(name, entry_of(file, name));
    } else {
      const auto folder = name.substr(0, slash);
      add(folders.try_emplace(folder, empty_folder(folder)).first->second, file);
    }
  }
  if (!path.empty() && folders.empty() && files.empty()) {
    return fail(Errc::not_found, "The item has no such folder.");
  }
  return messages::Directory{item.identifier, path, in_order(std::move(folders), std::move(files)),
                             item.cache};
}

}  // namespace tapedeck::browse
