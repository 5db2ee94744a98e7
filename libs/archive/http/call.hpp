#pragma once

#include "archive/http/curl_thread.hpp"
#include "archive/http/exchange.hpp"
#include "async/doorbell.hpp"

#include <memory>
#include <vector>

namespace tapedeck::archive {

/// A coroutine's end of a request: begun when it is made, cancelled when it goes.
class Call {
 public:
  Call(CurlThread& thread, WireRequest request, async::Executor home);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Waits until something has come. Errors: `cancelled`.
  Task<Result<Exchange::Delivery>> next();

  /// The bytes of the last delivery; they stay until the next().
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }

 private:
  CurlThread& thread_;
  async::Doorbell bell_;
  std::vector<std::byte> bytes_;
  std::shared_ptr<Exchange> exchange_;  // with the curl thread; see Exchange
};

}  // namespace tapedeck::archive
