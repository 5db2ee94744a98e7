#pragma once

#include "async/task.hpp"
#include "browse/core/ports.hpp"

namespace tapedeck::test {

/// Checks every promise of browse/core/ports.hpp on an empty cache, whose coroutines run on the
/// loop of `home`; this thread is another one.
void check_cache_contract(browse::Cache& cache, async::Executor home);

}  // namespace tapedeck::test
