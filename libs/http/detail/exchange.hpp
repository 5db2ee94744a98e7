#pragma once

// Beast inside: for libs/http alone.

#include "http/detail/parts.hpp"
#include "http/detail/receive.hpp"
#include "http/detail/routes.hpp"
#include "http/detail/shared.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace tapedeck::http::detail {

/// What becomes of a connection after a request.
enum class Next : std::uint8_t {
  another,  ///< It waits for one more.
  goodbye,  ///< It is closed once the client has read the answer.
  gone,     ///< There is nothing left to say, or nobody to say it to.
};

/// One request and its answer.
class Exchange {
 public:
  /// All outlive the exchange; `pending` holds the first bytes of the request.
  Exchange(Shared& shared, Wire& wire, std::string& pending, const Peer& peer);

  /// Logs and counts the request, however it has ended.
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// Reads the request, has it handled and sends the answer.
  Task<Next> run();

  /// The time that was granted is over. Says whether that means the handler, which is then to be
  /// cancelled.
  [[nodiscard]] bool overdue();

  /// The server stops: a stream or a takeover is told.
  void stop();

 private:
  void introduce();
  [[nodiscard]] Refusal find_row();
  Task<Refusal> receive();
  Task<Response> respond(Refusal refused);
  [[nodiscard]] std::optional<Response> respond_without_handler(Refusal refused) const;
  Task<Result<Response>> handle();
  Task<Next> answer(Response response);
  Task<Next> hand_over(std::unique_ptr<Takeover> takeover);
  void log();

  Shared& shared_;
  Wire& wire_;
  std::string& pending_;
  std::shared_ptr<Request::Parts> parts_;
  RequestParser parser_;
  Receiver receiver_;
  Router::Found found_;
  RequestRecord record_;
  BodySource* source_ = nullptr;  ///< While it sends.
  Takeover* takeover_ = nullptr;  ///< While it has the connection.
  bool close_ = false;            ///< No request can follow this one.
  bool handling_ = false;
  bool overdue_ = false;  ///< The handler was cancelled because its time was over.
  bool logged_ = false;
};

}  // namespace tapedeck::http::detail
