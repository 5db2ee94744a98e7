#include "async/pool.hpp"

#include "base/ensure.hpp"

#include <boost/asio/thread_pool.hpp>

namespace tapedeck::async {

struct Pool::Threads {
  explicit Threads(unsigned count) : pool(count) {}

  boost::asio::thread_pool pool;
};

Pool::Pool(std::string name, unsigned threads, std::size_t queue)
    : name_(std::move(name)), queue_(queue), threads_(std::make_unique<Threads>(threads)) {
  ensure(threads > 0 && queue >= threads, "a pool needs threads, and a place for each of them");
}

Pool::~Pool() { threads_->pool.join(); }

bool Pool::enter() noexcept {
  if (load_.fetch_add(1, std::memory_order_relaxed) < queue_) return true;
  leave();
  return false;
}

void Pool::post(std::move_only_function<void()> work) {
  boost::asio::post(threads_->pool, std::move(work));
}

}  // namespace tapedeck::async
