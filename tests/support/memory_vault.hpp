#pragma once

#include "async/clock.hpp"
#include "download/core/ports.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// The vault, played in memory, with a disk that can be full, failing or not there.
class MemoryVault final : public download::Vault {
 public:
  Task<Result<std::unique_ptr<download::Part>>> open_part(download::VaultPath path,
                                                          std::uint64_t trusted,
                                                          download::Expected expected) override;
  Task<Result<void>> drop_part(download::VaultPath path) override;
  Task<Result<bool>> holds(download::Content content) override;
  Task<Result<std::optional<std::uint64_t>>> size(download::Content content) override;
  Task<Result<bool>> show(download::Content content, download::VaultPath path,
                          download::InTheWay other) override;
  Task<Result<void>> hide(download::VaultPath path,
                          std::optional<download::Content> content) override;
  Task<Result<std::vector<download::Content>>> unnamed(Instant before) override;
  Task<Result<void>> discard(download::Content content) override;
  Task<Result<download::Emptied>> empty_trash(Instant before) override;
  Task<Result<std::optional<download::Content>>> adopt(download::VaultPath path,
                                                       download::Expected expected) override;
  Task<Result<std::uint64_t>> tidy(std::set<std::string> wanted, Instant since) override;
  Task<Result<std::uint64_t>> room() override;

  /// The `nth` (from 1) change of the disk from now on fails so, once.
  void fails_at(int nth, Errc code);

  /// Every change of the disk fails so from now on; with nothing, the disk is well again.
  void fails(std::optional<Errc> code) { fails_always_ = code; }

  /// A look at a finished file takes so long.
  void looks_take(Clock& clock, std::chrono::milliseconds time) {
    clock_ = &clock;
    look_time_ = time;
  }

  /// Every call takes so long before it does anything, and so long until it says so.
  void calls_take(Clock& clock, std::chrono::milliseconds time) {
    clock_ = &clock;
    call_time_ = time;
  }

  /// No finished file can be read from now on.
  void cannot_be_read() { readable_ = false; }

  /// The finished file whose path ends so is gone, and its bytes with it.
  void loses(std::string_view name);

  /// Only the first `bytes` of it are left.
  void cuts(std::string_view name, std::size_t bytes);

  /// The `nth` (from 1) change of the disk from now on throws: a bug.
  void throws_at(int nth) { throws_at_ = changes_ + nth; }

  /// The disk is not mounted, or is again.
  void is_there(bool there) { there_ = there; }

  /// So much may still be written.
  void has_room(std::uint64_t bytes) { room_ = bytes; }

  /// What was not flushed is gone, or nothing but zeros.
  void power_cut();

  /// Changes of the disk so far.
  [[nodiscard]] int changes() const { return changes_; }

  struct Bytes {
    std::string text{};
    std::size_t flushed = 0;
  };
  struct Removed {
    std::string text{};
    Instant came{};
  };
  std::map<std::string, std::string> files;  ///< What has a name, by VaultPath::text().
  std::map<std::string, std::string> contents;
  std::map<std::string, Removed> trash;
  std::map<std::string, Bytes> parts;

 private:
  friend class MemoryPart;
  /// Half of what a call takes. Errors: `cancelled`.
  Task<Result<void>> moment() const;
  Result<void> change();
  Result<void> look() const;
  [[nodiscard]] Instant now() const { return clock_ == nullptr ? Instant() : clock_->now(); }
  std::map<std::string, std::string>::iterator find(download::Content content);
  [[nodiscard]] bool has_name(const std::string& text) const;

  std::set<std::string> open_;  // parts
  bool there_ = true;
  std::uint64_t room_ = UINT64_MAX;
  int changes_ = 0;
  int fails_at_ = 0;
  Errc failure_{};
  std::optional<Errc> fails_always_{};
  int throws_at_ = 0;
  bool readable_ = true;
  Clock* clock_ = nullptr;  // null while looks take no time
  std::chrono::milliseconds look_time_{0};
  std::chrono::milliseconds call_time_{0};
};

}  // namespace tapedeck::test
