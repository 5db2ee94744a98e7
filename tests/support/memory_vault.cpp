#include "support/memory_vault.hpp"

#include "download/vault/digester.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tapedeck::test {

using download::Content;
using download::Expected;
using download::InTheWay;
using download::VaultPath;

namespace {

/// How `text` differs from what is expected.
std::optional<std::string> difference(const std::string& text, const Expected& expected) {
  if (expected.bytes && *expected.bytes != text.size()) return "The file has another size.";
  download::Digester digester(expected);
  digester.add(std::as_bytes(std::span(text)));
  return digester.difference();
}

Content content_of(const std::string& text) {
  download::Digester digester({});
  digester.add(std::as_bytes(std::span(text)));
  return digester.content();
}

std::unexpected<Error> is_open() {
  return fail(Errc::timed_out, "Another process has this file open.");
}

}  // namespace

class MemoryPart final : public download::Part {
 public:
  MemoryPart(MemoryVault& vault, std::string path, Expected expected)
      : vault_(vault), path_(std::move(path)), expected_(expected) {
    vault_.open_.insert(path_);
  }
  ~MemoryPart() override { vault_.open_.erase(path_); }
  MemoryPart(const MemoryPart&) = delete;
  MemoryPart& operator=(const MemoryPart&) = delete;

  [[nodiscard]] std::uint64_t bytes() const override {
    const auto part = vault_.parts.find(path_);
    return part == vault_.parts.end() ? 0 : part->second.text.size();
  }

  Task<Result<void>> append(std::span<const std::byte> bytes) override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return slept;
    auto changed = vault_.change();
    if (!changed) co_return changed;
    bytes_here().text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    co_return Result<void>();
  }

  Task<Result<void>> flush() override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return slept;
    auto changed = vault_.change();
    if (!changed) co_return changed;
    bytes_here().flushed = bytes_here().text.size();
    co_return co_await vault_.moment();
  }

  Task<Result<void>> restart() override {
    auto changed = vault_.change();
    if (!changed) co_return changed;
    bytes_here() = MemoryVault::Bytes();
    co_return Result<void>();
  }

  Task<Result<download::Proof>> verify() override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return failure(slept);
    auto changed = vault_.change();
    if (!changed) co_return failure(changed);
    bytes_here().flushed = bytes_here().text.size();
    co_return download::Proof{.wrong = difference(bytes_here().text, expected_),
                              .content = content_of(bytes_here().text)};
  }

  Task<Result<bool>> keep() override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return failure(slept);
    auto changed = vault_.change();
    if (!changed) co_return failure(changed);
    auto text = bytes_here().text;
    const auto name = content_of(text).text();
    vault_.parts.erase(path_);
    const bool replaced = !vault_.contents.insert_or_assign(name, std::move(text)).second;
    slept = co_await vault_.moment();
    if (!slept) co_return failure(slept);
    co_return replaced;
  }

  Task<Result<void>> put_aside() override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return slept;
    auto changed = vault_.change();
    if (!changed) co_return changed;
    const auto name = content_of(bytes_here().text).text();
    vault_.trash[name] = {.text = std::move(bytes_here().text), .came = vault_.now()};
    vault_.parts.erase(path_);
    co_return Result<void>();
  }

 private:
  [[nodiscard]] MemoryVault::Bytes& bytes_here() const { return vault_.parts[path_]; }

  MemoryVault& vault_;
  std::string path_;
  Expected expected_;
};

Task<Result<std::unique_ptr<download::Part>>> MemoryVault::open_part(VaultPath path,
                                                                     std::uint64_t trusted,
                                                                     Expected expected) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  auto changed = change();
  if (!changed) co_return failure(changed);
  if (open_.contains(path.text())) co_return is_open();
  auto& part = parts[path.text()];
  if (part.text.size() > trusted) part.text.resize(trusted);
  part.flushed = part.text.size();
  co_return std::make_unique<MemoryPart>(*this, path.text(), expected);
}

Task<Result<void>> MemoryVault::drop_part(VaultPath path) {
  auto slept = co_await moment();
  if (!slept) co_return slept;
  auto seen = look();
  if (seen && open_.contains(path.text())) co_return is_open();
  if (seen) parts.erase(path.text());
  co_return seen;
}

/// Where the bytes of a content are; out of the trash again if need be.
std::map<std::string, std::string>::iterator MemoryVault::find(Content content) {
  auto taken = trash.extract(content.text());
  if (taken) contents.emplace(content.text(), std::move(taken.mapped().text));
  return contents.find(content.text());
}

Task<Result<bool>> MemoryVault::holds(Content content) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  auto seen = look();
  if (!seen) co_return failure(seen);
  const auto found = find(content);
  co_return found != contents.end() && readable_&& content_of(found->second) == content;
}

Task<Result<std::optional<std::uint64_t>>> MemoryVault::size(Content content) {
  auto seen = look();
  if (!seen) co_return failure(seen);
  if (look_time_.count() > 0) {
    auto slept = co_await clock_->sleep_for(look_time_);
    if (!slept) co_return failure(slept);
  }
  const auto found = find(content);
  if (found == contents.end()) co_return std::optional<std::uint64_t>();
  co_return std::optional<std::uint64_t>(found->second.size());
}

Task<Result<bool>> MemoryVault::show(Content content, VaultPath path, InTheWay other) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  auto changed = change();
  if (!changed) co_return failure(changed);
  if (look_time_.count() > 0 && other == InTheWay::stays) {
    slept = co_await clock_->sleep_for(look_time_);
    if (!slept) co_return failure(slept);
  }
  const auto found = find(content);
  if (found == contents.end()) co_return fail(Errc::not_found, "The file is not in the vault.");
  const bool is_new = !files.contains(path.text());
  if (is_new || other == InTheWay::goes_aside) files[path.text()] = found->second;
  slept = co_await moment();
  if (!slept) co_return failure(slept);
  co_return is_new;
}

Task<Result<void>> MemoryVault::hide(VaultPath path, std::optional<Content>) {
  auto slept = co_await moment();
  if (!slept) co_return slept;
  auto seen = look();
  if (seen) files.erase(path.text());
  co_return seen;
}

Task<Result<std::vector<Content>>> MemoryVault::unnamed(Instant) {
  auto seen = look();
  if (!seen) co_return failure(seen);
  std::vector<Content> found;
  for (const auto& [name, text] : contents) {
    if (!has_name(text)) found.push_back(*Content::parse(name));
  }
  co_return found;
}

bool MemoryVault::has_name(const std::string& text) const {
  return std::ranges::any_of(files, [&](const auto& file) { return file.second == text; });
}

Task<Result<void>> MemoryVault::discard(Content content) {
  auto slept = co_await moment();
  if (!slept) co_return slept;
  auto seen = look();
  const auto found = contents.find(content.text());
  if (!seen || found == contents.end() || has_name(found->second)) co_return seen;
  trash[content.text()] = {.text = std::move(found->second), .came = now()};
  contents.erase(found);
  co_return seen;
}

Task<Result<download::Emptied>> MemoryVault::empty_trash(Instant before) {
  auto seen = look();
  if (!seen) co_return failure(seen);
  download::Emptied emptied;
  std::erase_if(trash, [&](const auto& entry) {
    const bool old = entry.second.came < before;
    if (old) emptied.files += 1;
    if (old) emptied.bytes += entry.second.text.size();
    return old;
  });
  co_return emptied;
}

Task<Result<std::optional<Content>>> MemoryVault::adopt(VaultPath path, Expected expected) {
  auto seen = look();
  if (!seen) co_return failure(seen);
  const auto found = files.find(path.text());
  if (found == files.end() || difference(found->second, expected)) {
    co_return std::optional<Content>();
  }
  const auto content = content_of(found->second);
  contents.emplace(content.text(), found->second);
  co_return std::optional(content);
}

Task<Result<std::uint64_t>> MemoryVault::tidy(std::set<std::string> wanted, Instant) {
  auto seen = look();
  if (!seen) co_return failure(seen);
  co_return std::erase_if(parts, [&](const auto& part) {
    return !wanted.contains(part.first) && !open_.contains(part.first);
  });
}

Task<Result<std::uint64_t>> MemoryVault::room() {
  auto seen = look();
  if (!seen) co_return failure(seen);
  co_return room_;
}

void MemoryVault::loses(std::string_view name) {
  std::erase_if(files, [&](const auto& file) {
    const bool gone = file.first.ends_with(name);
    if (gone) contents.erase(content_of(file.second).text());
    return gone;
  });
}

void MemoryVault::cuts(std::string_view name, std::size_t bytes) {
  for (auto& [path, text] : files) {
    if (!path.ends_with(name)) continue;
    contents.at(content_of(text).text()).resize(bytes);
    text.resize(bytes);
  }
}

void MemoryVault::fails_at(int nth, Errc code) {
  fails_at_ = changes_ + nth;
  failure_ = code;
}

void MemoryVault::power_cut() {
  // As file systems leave it: the length may be there without the bytes.
  for (auto& [path, part] : parts) {
    const auto lost = part.text.size() - part.flushed;
    part.text.resize(part.flushed);
    part.text.append(lost / 2, '\0');
  }
}

Task<Result<void>> MemoryVault::moment() const {
  if (call_time_.count() == 0) co_return Result<void>();
  co_return co_await clock_->sleep_for(call_time_ / 2);
}

Result<void> MemoryVault::change() {
  auto seen = look();
  if (!seen) return seen;
  if (++changes_ == throws_at_) throw std::logic_error("a bug in the vault of the test");
  if (fails_always_) return fail(*fails_always_, "The disk of the test fails.");
  if (changes_ == fails_at_) return fail(failure_, "The disk of the test fails.");
  return {};
}

Result<void> MemoryVault::look() const {
  if (!there_) return fail(Errc::unavailable, "The vault is not there.");
  return {};
}

}  // namespace tapedeck::test
