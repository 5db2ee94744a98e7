#pragma once

#include "archive/archive.hpp"
#include "support/archive_script.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace tapedeck::test {

/// Something that claims to be the Archive, a script of what it is to answer, and a way to wait
/// for it: what the contract is checked on.
class Stage {
 public:
  virtual ~Stage() = default;

  [[nodiscard]] virtual archive::Archive& archive() = 0;
  [[nodiscard]] virtual ArchiveScript& script() = 0;
  [[nodiscard]] virtual Clock& clock() = 0;

  /// Works until `task` has ended.
  virtual void run(Task<void> task) = 0;

  /// Gives what `task` comes to.
  template <class T>
  Result<T> wait_for(Task<Result<T>> task) {
    std::optional<Result<T>> result;
    run(keep(std::move(task), result));
    return std::move(*result);
  }

 private:
  template <class T>
  static Task<void> keep(Task<Result<T>> task, std::optional<Result<T>>& into) {
    auto result = co_await std::move(task);
    into.emplace(std::move(result));
  }
};

/// One promise of archive/archive.hpp, and how it is checked on a stage that nobody has used.
struct Promise {
  std::string_view sentence;
  void (*check)(Stage& stage);
};

/// All of them. Whoever plays the Archive runs each on a new stage.
[[nodiscard]] std::span<const Promise> archive_promises();

}  // namespace tapedeck::test
