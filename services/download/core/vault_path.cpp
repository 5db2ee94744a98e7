#include "download/core/vault_path.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tapedeck::download {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// The names of devices, with any ending, cannot be files on Windows (naming rules of Win32).
bool is_device(std::string_view segment) {
  const auto stem = ascii::lower_case(segment.substr(0, segment.find('.')));
  if (stem == "con" || stem == "prn" || stem == "aux" || stem == "nul") return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         ascii::is_digit(stem[3]);
}

/// Whether byte `i` of a segment is trouble where it stands.
bool is_trouble(std::string_view segment, std::size_t i) {
  constexpr std::string_view anywhere = "%<>:\"|?*/\\";
  constexpr std::string_view part = ".part";
  const char c = segment[i];
  if (anywhere.contains(c) || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  if (i == 0 && (c == '.' || is_device(segment))) return true;
  if (i + 1 == segment.size() && (c == '.' || c == ' ')) return true;
  return i + part.size() == segment.size() && ascii::lower_case(segment.substr(i)) == part;
}

/// The pieces a segment is written in: whole characters and whole `%XX`.
std::vector<std::string> pieces_of(std::string_view segment) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const auto byte = static_cast<unsigned char>(segment[i]);
    if (is_trouble(segment, i)) {
      pieces.push_back({'%', digits[byte >> 4U], digits[byte & 15U]});
    } else if (i > 0 && (byte & 0xC0U) == 0x80U) {
      pieces.back() += segment[i];  // the rest of a character of several bytes
    } else {
      pieces.emplace_back(1, segment[i]);
    }
  }
  return pieces;
}

void add_segment(std::vector<std::string>& path, std::string_view segment) {
  std::string written;
  for (const auto& piece : pieces_of(segment)) {
    if (written.size() + piece.size() > VaultPath::most_segment_bytes) {
      path.push_back(std::exchange(written, "_") + '%');
    }
    written += piece;
  }
  path.push_back(std::move(written));
}

}  // namespace

VaultPath::VaultPath(UserId user, const ItemIdentifier& item, const archive::FileName& file)
    : VaultPath(user, std::vector{std::string(item.text())}, file) {}

VaultPath::VaultPath(UserId user, const std::vector<std::string>& folders,
                     const archive::FileName& file) {
  folders_.push_back(user.text());
  for (const auto& folder : folders)
    add_segment(folders_, folder);
  add_file(file);
}

void VaultPath::add_file(const archive::FileName& file) {
  std::string_view rest = file.text();
  for (auto slash = rest.find('/'); slash != npos; slash = rest.find('/')) {
    add_segment(folders_, rest.substr(0, slash));
    rest.remove_prefix(slash + 1);
  }
  add_segment(folders_, rest);
  name_ = std::move(folders_.back());
  folders_.pop_back();
}

std::optional<VaultPath> VaultPath::of_text(std::string_view text) {
  VaultPath path;
  for (;;) {
    const auto slash = text.find('/');
    const auto segment = text.substr(0, slash);
    // None of ours is empty, hidden or longer than that.
    constexpr std::size_t most = most_segment_bytes + 1;
    if (segment.empty() || segment.starts_with('.') || segment.size() > most) return std::nullopt;
    if (segment.contains('\0')) return std::nullopt;
    path.folders_.emplace_back(segment);
    if (slash == npos) break;
    text.remove_prefix(slash + 1);
  }
  if (path.folders_.size() < 2 || !UserId::parse(path.folders_.front())) return std::nullopt;
  path.name_ = std::move(path.folders_.back());
  path.folders_.pop_back();
  return path;
}

std::string VaultPath::text() const {
  std::string whole;
  for (const auto& folder : folders_)
    whole += folder + '/';
  return whole + name_;
}

}  // namespace tapedeck::download
