#pragma once

#include "download/core/ports.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace tapedeck::test {

/// Something that claims to be a JobStore, empty, and a way to wait for it.
class JobStoreStage {
 public:
  virtual ~JobStoreStage() = default;

  [[nodiscard]] virtual download::JobStore& store() = 0;

  /// The same queue, as another worker sees it.
  [[nodiscard]] virtual download::JobStore& other_worker() = 0;

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

/// One promise of JobStore (download/core/ports.hpp), and how it is checked.
struct JobStorePromise {
  std::string_view sentence;
  void (*check)(JobStoreStage& stage);
};

/// All of them; each is for a new stage.
[[nodiscard]] std::span<const JobStorePromise> job_store_promises();

}  // namespace tapedeck::test
