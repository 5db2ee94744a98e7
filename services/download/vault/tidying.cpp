#include "download/vault/tidying.hpp"

#include "base/uuid.hpp"
#include "download/vault/beneath.hpp"
#include "download/vault/part_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace tapedeck::download::tidying {
namespace {

using beneath::Descriptor;
using beneath::Missing;

constexpr std::string_view part_ending = ".part";

/// A file's time is kept here in whole seconds, and the kernel's own is a few milliseconds late.
constexpr std::chrono::seconds coarseness{2};

/// A file's name has folders in it, but not so many.
constexpr std::size_t deepest = 500;

enum class Kind : std::uint8_t { folder, file, other };

struct Seen {
  Kind kind = Kind::other;
  Instant written{};
};

Seen look_at(const Descriptor& folder, const std::string& name) {
  struct stat seen{};
  if (::fstatat(folder.number(), name.c_str(), &seen, AT_SYMLINK_NOFOLLOW) != 0) return {};
  const Instant written{std::chrono::seconds(seen.st_mtim.tv_sec)};
  if (S_ISDIR(seen.st_mode)) return {Kind::folder, written};
  return {S_ISREG(seen.st_mode) ? Kind::file : Kind::other, written};
}

/// The walk through one item.
class Walk {
 public:
  Walk(const Descriptor& root, const std::set<std::string>& wanted, Instant since)
      : root_(root), wanted_(wanted), since_(since) {}

  Result<void> through(const std::vector<std::string>& folders) {
    auto folder = beneath::open_folder(root_, folders, Missing::fail);
    // Somebody else has just removed it.
    if (!folder && beneath::says_absent(folder.error())) return {};
    if (!folder) return failure(folder);
    auto names = beneath::names_in(*folder);
    if (!names) return failure(names);
    bool emptied = false;
    for (const auto& name : *names) {
      const auto seen = look_at(*folder, name);
      if (seen.kind == Kind::folder && folders.size() < deepest) {
        auto below = folders;
        below.push_back(name);
        auto walked = through(below);
        if (!walked) return walked;
      } else if (seen.kind == Kind::file && is_unwanted(folders, name, seen.written)) {
        auto removed = remove_part(*folder, name);
        if (!removed && removed.error().code != Errc::timed_out) return removed;
        removed_ += removed ? 1 : 0;
        emptied = emptied || removed.has_value();
      }
    }
    if (emptied) beneath::prune(root_, folders);
    return {};
  }

  [[nodiscard]] std::uint64_t removed() const { return removed_; }

 private:
  [[nodiscard]] bool is_unwanted(const std::vector<std::string>& folders, std::string_view name,
                                 Instant written) const {
    if (!name.ends_with(part_ending) || written + coarseness >= since_) return false;
    std::string path;
    for (std::size_t i = 1; i < folders.size(); ++i)  // all but that of the parts
      path.append(folders[i]).append("/");
    path.append(name.substr(0, name.size() - part_ending.size()));
    return !wanted_.contains(path);
  }

  const Descriptor& root_;
  const std::set<std::string>& wanted_;
  Instant since_;
  std::uint64_t removed_ = 0;
};

/// The folders two steps below `top`, which lies at `at`.
Result<void> add_items(const Descriptor& top, const std::vector<std::string>& at,
                       std::vector<ItemFolder>& found) {
  auto users = beneath::names_in(top);
  if (!users) return failure(users);
  for (const auto& user : *users) {
    // What has no user's name is not the vault's.
    if (at.empty() && !UserId::parse(user)) continue;
    auto folder = beneath::open_folder(top, {user}, Missing::fail);
    if (!folder) continue;
    auto items = beneath::names_in(*folder);
    if (!items) return failure(items);
    for (auto& item : *items) {
      ItemFolder one{.folders = at, .is_old = at.empty()};
      one.folders.push_back(user);
      one.folders.push_back(std::move(item));
      found.push_back(std::move(one));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<ItemFolder>> item_folders(const std::filesystem::path& root) {
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  std::vector<ItemFolder> found;
  auto parts = beneath::open_folder(*top, {beneath::parts_folder}, Missing::fail);
  if (!parts && !beneath::says_absent(parts.error())) return failure(parts);
  if (parts) {
    auto added = add_items(*parts, {beneath::parts_folder}, found);
    if (!added) return failure(added);
  }
  auto added = add_items(*top, {}, found);
  if (!added) return failure(added);
  return found;
}

Result<std::uint64_t> tidy_item(const std::filesystem::path& root, const ItemFolder& folder,
                                const std::set<std::string>& wanted, Instant since) {
  static const std::set<std::string> none;
  auto top = beneath::open_root(root);
  if (!top) return failure(top);
  Walk walk(*top, folder.is_old ? none : wanted, since);
  auto walked = walk.through(folder.folders);
  if (!walked) return failure(walked);
  return walk.removed();
}

}  // namespace tapedeck::download::tidying
