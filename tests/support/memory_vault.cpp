#include "support/memory_vault.hpp"

#include "download/vault/digester.hpp"

#include <stdexcept>
#include <utility>

namespace tapedeck::test {

using download::Expected;
using download::VaultPath;

namespace {

/// How `text` differs from what is expected.
std::optional<std::string> difference(const std::string& text, const Expected& expected) {
  if (expected.bytes && *expected.bytes != text.size()) return "The file has another size.";
  download::Digester digester(expected);
  digester.add(std::as_bytes(std::span(text)));
  return digester.difference();
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

  Task<Result<std::optional<std::string>>> verify() override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return failure(slept);
    auto changed = vault_.change();
    if (!changed) co_return failure(changed);
    bytes_here().flushed = bytes_here().text.size();
    co_return difference(bytes_here().text, expected_);
  }

  Task<Result<void>> keep() override {
    auto slept = co_await vault_.moment();
    if (!slept) co_return slept;
    auto changed = vault_.change();
    if (!changed) co_return changed;
    vault_.files[path_] = bytes_here().text;
    vault_.parts.erase(path_);
    co_return co_await vault_.moment();
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

Task<Result<bool>> MemoryVault::holds(VaultPath path, Expected expected) {
  auto slept = co_await moment();
  if (!slept) co_return failure(slept);
  auto seen = look();
  if (!seen) co_return failure(seen);
  const auto found = files.find(path.text());
  if (found == files.end() || !expected.has_digest() || !readable_) co_return false;
  co_return !difference(found->second, expected).has_value();
}

Task<Result<std::optional<std::uint64_t>>> MemoryVault::size(VaultPath path) {
  auto seen = look();
  if (!seen) co_return failure(seen);
  if (look_time_.count() > 0) {
    auto slept = co_await clock_->sleep_for(look_time_);
    if (!slept) co_return failure(slept);
  }
  const auto found = files.find(path.text());
  if (found == files.end()) co_return std::optional<std::uint64_t>();
  co_return std::optional<std::uint64_t>(found->second.size());
}

Task<Result<bool>> MemoryVault::share(VaultPath from, VaultPath to, Expected expected) {
  auto right = co_await holds(from, expected);
  if (!right || !*right) co_return right;
  if (open_.contains(to.text())) co_return is_open();
  files[to.text()] = files[from.text()];
  parts.erase(to.text());
  co_return true;
}

Task<Result<void>> MemoryVault::drop_part(VaultPath path) {
  auto slept = co_await moment();
  if (!slept) co_return slept;
  auto seen = look();
  if (seen && open_.contains(path.text())) co_return is_open();
  if (seen) parts.erase(path.text());
  co_return seen;
}

Task<Result<void>> MemoryVault::remove(VaultPath path) {
  auto slept = co_await moment();
  if (!slept) co_return slept;
  auto seen = look();
  if (seen) files.erase(path.text());
  co_return seen;
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
