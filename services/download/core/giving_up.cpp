#include "download/core/giving_up.hpp"

#include <utility>

namespace tapedeck::download {

Task<Result<void>> give_up_file(Vault& vault, JobStore& store, Job job) {
  auto hidden = co_await vault.hide(place_of(job), job.content);
  if (!hidden || !job.content) co_return hidden;
  co_return co_await give_up_bytes(vault, store, *job.content);
}

Task<Result<void>> give_up_bytes(Vault& vault, JobStore& store, Content content) {
  auto needed = co_await store.needs(content);
  if (!needed) co_return failure(needed);
  if (*needed) co_return Result<void>();
  co_return co_await vault.discard(content);
}

}  // namespace tapedeck::download
