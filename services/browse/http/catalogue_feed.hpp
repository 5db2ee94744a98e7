#pragma once

#include "async/pool.hpp"
#include "browse/core/catalogue_walk.hpp"
#include "http/response.hpp"
#include "telemetry/log.hpp"

namespace tapedeck::browse {

/// The whole catalogue as lines of JSON (messages/catalogue_walk.hpp), sent while it is walked.
///
/// A batch is walked when the one before has been sent: a slow reader slows the walk, and no more
/// than one is in memory. Ends with a mark at its end, when the server stops, or with a fault.
class CatalogueFeed final : public http::BodySource {
 public:
  CatalogueFeed(CatalogueWalk walk, async::Pool& compute, telemetry::Log log)
      : walk_(std::move(walk)), compute_(compute), log_(log) {}

  Task<Result<void>> send(http::BodyWriter& writer) override;
  void stop() override { stopping_ = true; }

 private:
  CatalogueWalk walk_;
  async::Pool& compute_;
  telemetry::Log log_;
  bool stopping_ = false;
};

}  // namespace tapedeck::browse
