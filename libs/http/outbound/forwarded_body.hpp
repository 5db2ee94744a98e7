#pragma once

#include "http/outbound/exchange.hpp"
#include "http/response.hpp"

#include <memory>

namespace tapedeck::http::outbound {

/// The body of another service's answer, handed on piece by piece while it comes: a slow client
/// slows the service down, and what is kept here is one piece of at most 64 KiB.
class ForwardedBody final : public BodySource {
 public:
  /// `endless`: the answer has no end of its own, as a stream of events has none.
  ForwardedBody(std::unique_ptr<Exchange> exchange, std::chrono::milliseconds silence,
                bool endless);

  Task<Result<void>> send(BodyWriter& writer) override;
  void stop() override;

 private:
  std::unique_ptr<Exchange> exchange_;
  std::chrono::milliseconds silence_;
  bool endless_;
  bool stopped_ = false;
};

}  // namespace tapedeck::http::outbound
