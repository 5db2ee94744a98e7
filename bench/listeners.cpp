#include "listeners.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <stdexcept>
#include <system_error>

namespace tapedeck::bench {

using namespace std::chrono_literals;

Listeners::Listeners() : poller_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (poller_ < 0) throw std::system_error(errno, std::generic_category(), "epoll");
}

Listeners::~Listeners() {
  if (reader_.joinable()) {
    reader_.request_stop();
    reader_.join();
  }
  ::close(poller_);
}

void Listeners::add(std::uint16_t port, const UserId& user, std::string item, std::string file) {
  all_.push_back({.socket = Socket(port, user), .item = std::move(item), .file = std::move(file)});
  const int descriptor = all_.back().socket.descriptor();
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = all_.size() - 1;
  if (::fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0 ||
      ::epoll_ctl(poller_, EPOLL_CTL_ADD, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "a listener");
  }
}

void Listeners::start() {
  const auto at = std::chrono::steady_clock::now();
  for (auto& listener : all_) {  // some of it may have come with the handshake
    while (const auto message = listener.socket.next())
      take(listener, *message, at);
  }
  reader_ = std::jthread([this](const std::stop_token& stopped) { read(stopped); });
  wait_for(greeted_, static_cast<int>(all_.size()));
}

void Listeners::wait_for_completed(int count) { wait_for(completed_, count); }

const std::vector<Listeners::Listener>& Listeners::stop() {
  reader_.request_stop();
  reader_.join();
  return all_;
}

void Listeners::wait_for(const int& count, int wanted) {
  std::unique_lock lock(mutex_);
  const auto over = [&] { return count >= wanted || !failure_.empty(); };
  const bool in_time = changed_.wait_for(lock, 60s, over);
  if (!failure_.empty()) throw std::runtime_error(failure_);
  if (!in_time) throw std::runtime_error("listeners heard nothing for a minute");
}

void Listeners::read(const std::stop_token& stopped) {
  try {
    while (!stopped.stop_requested())
      read_ready();
  } catch (const std::exception& error) {
    const std::lock_guard lock(mutex_);
    failure_ = error.what();
    changed_.notify_all();
  }
}

void Listeners::read_ready() {
  std::array<epoll_event, 128> events{};
  const int ready = ::epoll_wait(poller_, events.data(), static_cast<int>(events.size()), 20);
  const auto at = std::chrono::steady_clock::now();
  for (int i = 0; i < ready; ++i) {
    auto& listener = all_[events[static_cast<std::size_t>(i)].data.u64];
    listener.socket.receive();
    while (const auto message = listener.socket.next())
      take(listener, *message, at);
  }
}

void Listeners::take(Listener& listener, std::string_view message, Moment at) {
  const bool is_asked = text_in(message, "type") == "change" && !listener.file.empty() &&
                        text_in(message, "archive_identifier") == listener.item &&
                        text_in(message, "filename") == listener.file;
  if (is_asked) listener.heard.push_back({at, number_in(message, "bytes_done")});
  if (is_asked && text_in(message, "status") == "failed")
    throw std::runtime_error(std::string(message));
  const bool is_greeting = !listener.greeted;
  const bool is_end = is_asked && text_in(message, "status") == "completed";
  if (!is_greeting && !is_end) return;
  listener.greeted = true;
  const std::lock_guard lock(mutex_);
  greeted_ += is_greeting ? 1 : 0;
  completed_ += is_end ? 1 : 0;
  changed_.notify_all();
}

}  // namespace tapedeck::bench
