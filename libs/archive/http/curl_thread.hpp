#pragma once

#include "archive/http/exchange.hpp"
#include "archive/http/places.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace tapedeck::archive {

/// The thread on which curl sends and receives.
class CurlThread {
 public:
  /// `connect` is the longest to wait for a connection, name and TLS included.
  CurlThread(Places places, std::string user_agent, std::chrono::milliseconds connect);

  /// Drops what is under way, and waits for the thread.
  ~CurlThread();
  CurlThread(const CurlThread&) = delete;
  CurlThread& operator=(const CurlThread&) = delete;

  /// Begins. Any thread; returns at once, as the others do.
  void start(std::shared_ptr<Exchange> exchange);

  /// The reader of a full exchange has room again.
  void resume(std::shared_ptr<Exchange> exchange);

  /// Ends it, if it has not ended yet; tells the exchange nothing.
  void cancel(std::shared_ptr<Exchange> exchange);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace tapedeck::archive
