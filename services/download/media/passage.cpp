#include "download/media/passage.hpp"

#include "async/unless.hpp"

#include <algorithm>
#include <utility>

namespace tapedeck::download {
namespace {

Task<void> carry(std::shared_ptr<Passage> passage, archive::Archive& archive,
                 archive::FetchRequest request, archive::Patience patience) {
  auto sending = archive.fetch(std::move(request), *passage, patience);
  passage->ended(co_await async::unless(passage->left(), std::move(sending)));
}

}  // namespace

Task<Result<std::optional<archive::FetchStart>>> Passage::opened() {
  while (!start_ && !end_) {
    auto woken = co_await changed_.wait();
    if (!woken) co_return failure(woken);
  }
  if (!start_ && !*end_) co_return failure(*end_);
  co_return start_;
}

std::optional<std::uint64_t> Passage::total() const {
  if (start_ && start_->total) return start_->total;
  if (end_ && *end_) return (*end_)->total;
  return std::nullopt;
}

void Passage::take_only(std::uint64_t bytes) {
  if (waiting_.size() > bytes) waiting_.resize(static_cast<std::size_t>(bytes));
  wanted_ = bytes - waiting_.size();
  changed_.announce();
}

Task<Result<std::string>> Passage::next() {
  while (waiting_.empty() && wanted_ > 0 && !end_) {
    auto woken = co_await changed_.wait();
    if (!woken) co_return failure(woken);
  }
  if (waiting_.empty() && wanted_ > 0) {
    if (!*end_) co_return failure(*end_);
    if (!(*end_)->complete) co_return fail(Errc::bad_upstream, "The Archive broke off.");
  }
  auto bytes = std::exchange(waiting_, std::string());
  changed_.announce();
  co_return bytes;
}

Task<Result<void>> Passage::left() {
  while (!left_) {
    auto woken = co_await changed_.wait();
    if (!woken) co_return failure(woken);
  }
  co_return Result<void>();
}

void Passage::leave() {
  left_ = true;
  changed_.announce();
}

void Passage::ended(Result<archive::Fetched> how) {
  end_.emplace(std::move(how));
  changed_.announce();
}

Task<Result<void>> Passage::begin(archive::FetchStart start) {
  if (left_) co_return fail(Errc::cancelled, "The listener has left.");
  start_ = std::move(start);
  changed_.announce();
  co_return Result<void>();
}

Task<Result<void>> Passage::write(std::span<const std::byte> bytes) {
  while (waiting_.size() >= most_waiting && !left_) {
    auto woken = co_await changed_.wait();
    if (!woken) co_return failure(woken);
  }
  if (left_ || wanted_ == 0) co_return fail(Errc::cancelled, "The listener has all it wants.");
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), wanted_));
  waiting_.append(reinterpret_cast<const char*>(bytes.data()), count);
  wanted_ -= count;
  changed_.announce();
  if (wanted_ == 0) co_return fail(Errc::cancelled, "The listener has all it wants.");
  co_return Result<void>();
}

Task<Result<void>> PassageBody::send(http::BodyWriter& writer) {
  for (;;) {
    auto bytes = co_await passage_->next();
    if (!bytes) co_return failure(bytes);
    if (bytes->empty()) co_return Result<void>();
    auto written = co_await writer.write(std::move(*bytes));
    if (!written) co_return failure(written);
  }
}

std::unique_ptr<PassageBody> Passages::open(archive::FetchRequest request, Deadline begin_by) {
  auto passage = std::make_shared<Passage>(home_);
  tasks_.spawn(
      carry(passage, archive_, std::move(request), {.begin_by = begin_by, .idle = silence}));
  return std::make_unique<PassageBody>(std::move(passage));
}

Task<void> Passages::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

}  // namespace tapedeck::download
