#pragma once

#include "async/task.hpp"
#include "base/result.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <string>
#include <utility>

namespace tapedeck::http::detail {

/// Awaits the Task<Result<T>> that `start()` gives, at the edge where a bug in it ends: what it
/// throws becomes an `internal` error that carries what(), its cancellation becomes `cancelled`.
template <class F>
auto at_edge(F& start) -> decltype(start()) {
  std::string what;
  try {
    co_return co_await start();
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted)
      co_return fail(Errc::cancelled, "The request was cancelled.");
    what = error.what();
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {  // whatever it is, it costs its own request and no more
    what = "something that is no std::exception was thrown";
  }
  co_return fail(Errc::internal, "Something went wrong on our side.", std::move(what));
}

}  // namespace tapedeck::http::detail
