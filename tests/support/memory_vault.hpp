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

namespace tapedeck::test {

/// The vault, played in memory, with a disk that can be full, failing or not there.
class MemoryVault final : public download::Vault {
 public:
  Task<Result<std::unique_ptr<download::Part>>> open_part(download::VaultPath path,
                                                          std::uint64_t trusted,
                                                          download::Expected expected) override;
  Task<Result<bool>> holds(download::VaultPath path, download::Expected expected) override;
  Task<Result<std::optional<std::uint64_t>>> size(download::VaultPath path) override;
  Task<Result<bool>> share(download::VaultPath from, download::VaultPath to,
                           download::Expected expected) override;
  Task<Result<void>> drop_part(download::VaultPath path) override;
  Task<Result<void>> remove(download::VaultPath path) override;
  Task<Result<std::uint64_t>> tidy(std::set<std::string> wanted, Instant since) override;
  Task<Result<std::uint64_t>> room() override;

  /// The `nth` (from 1) change of the disk from now on fails so, once.
  void fails_at(int nth, Errc code);

  /// Every change of the disk fails so from now on; with nothing, the disk is well again.
  void fails(std::optional<Errc> code) { fails_always_ = code; }

  /// A look at the size of a file takes so long.
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
  std::map<std::string, std::string> files;  ///< The finished ones, by VaultPath::text().
  std::map<std::string, Bytes> parts;

 private:
  friend class MemoryPart;
  /// Half of what a call takes. Errors: `cancelled`.
  Task<Result<void>> moment() const;
  Result<void> change();
  Result<void> look() const;

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
