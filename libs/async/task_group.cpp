#include "async/task_group.hpp"

#include "async/use_task.hpp"
#include "base/ensure.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace tapedeck::async {

namespace asio = boost::asio;

struct TaskGroup::Entry {
  asio::cancellation_signal stop;
};

namespace {

bool is_cancellation(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {  // any other type is no cancellation; the caller rethrows it
    return false;
  }
}

template <class Running>
Task<void> until_empty(Running& running, Event& ended) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  while (!running.empty())
    co_await ended.wait();
}

}  // namespace

TaskGroup::TaskGroup(Executor executor) : executor_(executor), ended_(executor) {}

TaskGroup::~TaskGroup() {
  ensure(running_.empty(), "a task group must be joined before it is destroyed");
}

void TaskGroup::spawn(Task<void> task) {
  if (cancelled_) return;
  running_.push_back(std::make_unique<Entry>());
  const auto at = std::prev(running_.end());
  auto finish = [this, at](const std::exception_ptr& thrown) {
    running_.erase(at);
    if (running_.empty()) ended_.announce();
    if (thrown && !is_cancellation(thrown)) std::rethrow_exception(thrown);
  };
  asio::co_spawn(executor_, std::move(task),
                 asio::bind_cancellation_slot((*at)->stop.slot(), std::move(finish)));
}

void TaskGroup::cancel() {
  cancelled_ = true;
  // A task may end while it is being cancelled, so the list is not walked in place.
  std::vector<Entry*> entries;
  for (const auto& entry : running_)
    entries.push_back(entry.get());
  for (auto* entry : entries) {
    const bool alive =
        std::ranges::any_of(running_, [&](const auto& e) { return e.get() == entry; });
    if (alive) entry->stop.emit(asio::cancellation_type::terminal);
  }
}

Task<void> TaskGroup::join() {
  // Being cancelled itself must not make a join forget the tasks it waits for. It turns a deaf ear
  // in a coroutine of its own: a reset holds for everything up to whoever was spawned, a whole
  // connection, and for its life.
  co_await asio::co_spawn(executor_, until_empty(running_, ended_), use_task);
}

}  // namespace tapedeck::async
