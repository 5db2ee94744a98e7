#pragma once

// For files that call Asio themselves; everything else needs only async/task.hpp.

#include "async/task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tapedeck::async {

/// Awaits an Asio operation; throws boost::system::system_error when it fails.
constexpr boost::asio::use_awaitable_t<Executor> use_task{};

/// Awaits an Asio operation; gives its error code as the first of a tuple.
constexpr auto use_tuple = boost::asio::as_tuple(use_task);

}  // namespace tapedeck::async
