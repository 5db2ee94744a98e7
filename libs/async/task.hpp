#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace tapedeck {

namespace async {

/// What coroutines run on: one loop, named by its concrete type, so that nothing is type-erased on
/// the hot path (docs/decisions/0003).
using Executor = boost::asio::io_context::executor_type;

}  // namespace async

/// A coroutine that gives a T when it is awaited, and does not begin before.
///
/// Runs on the loop of whoever awaits it. Cancelling the awaiting coroutine cancels it: the wait it
/// stands at ends with `cancelled` (or, in code that meets Asio itself, `operation_aborted`), and
/// every later wait throws, so that a loop which overlooks the first cannot go on for ever.
///
/// Parameters of coroutines are values, or references to what outlives the service (rule C1 of
/// CONTRIBUTING.md).
template <class T>
using Task = boost::asio::awaitable<T, async::Executor>;

}  // namespace tapedeck
