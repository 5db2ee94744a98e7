#pragma once

#include "async/event.hpp"
#include "fake_archive/answer.hpp"
#include "fake_archive/world.hpp"
#include "http/response.hpp"

#include <cstdint>

namespace tapedeck::fake_archive {

/// Sends the body of an answer as well, or as badly, as a fault says, and writes into the journal
/// how much it was.
class SpoiltBody final : public http::BodySource {
 public:
  /// `world` outlives the body; `number` is its line in the journal.
  SpoiltBody(World& world, std::uint64_t number, Answer answer, const Effects& effects);

  Task<Result<void>> send(http::BodyWriter& writer) override;

  /// Ends a stall.
  void stop() override { stopped_.announce(); }

 private:
  Task<Result<void>> send_pieces(http::BodyWriter& writer, std::uint64_t count);
  [[nodiscard]] std::uint64_t piece_size() const;
  void write_down(std::uint64_t bytes, bool ended);

  World& world_;
  std::uint64_t number_;
  Answer answer_;
  Effects effects_;
  async::Event stopped_;
};

}  // namespace tapedeck::fake_archive
