#pragma once

#include "archive/http/curl_thread.hpp"
#include "archive/wire.hpp"

namespace tapedeck::archive {

/// The wire to the real Archive.
///
/// A call resumes on the loop it was made on; the curl thread hands it what has come. Outlives its
/// calls.
class CurlWire final : public Wire {
 public:
  explicit CurlWire(CurlThread& thread) : thread_(thread) {}

  Task<Result<WireOutcome>> get(WireRequest request, WireReader& reader) override;

 private:
  CurlThread& thread_;
};

}  // namespace tapedeck::archive
