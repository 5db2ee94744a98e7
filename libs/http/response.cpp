#include "http/response.hpp"

#include <utility>

namespace tapedeck::http {

Response&& Response::fresh_for(std::chrono::seconds age) && {
  headers_.set("Cache-Control", "private, max-age=" + std::to_string(age.count()));
  return std::move(*this);
}

Response&& Response::never_kept() && {
  headers_.set("Cache-Control", "no-store");
  return std::move(*this);
}

Response json(std::string text) {
  return Response(200).with("Content-Type", "application/json").with_body(std::move(text));
}

Response text(std::string text, std::string_view type) {
  return Response(200)
      .with("Content-Type", std::string(type) + "; charset=utf-8")
      .with_body(std::move(text));
}

Response no_content() { return Response(204); }

Response redirect(std::string_view target) { return Response(302).with("Location", target); }

Response file(FileBody body, std::string_view type) {
  return Response(200).with("Content-Type", type).with_body(std::move(body));
}

Response stream(std::unique_ptr<BodySource> source, std::string_view type,
                std::optional<std::uint64_t> bytes) {
  return Response(200)
      .with("Content-Type", type)
      .with_body(Response::Stream{std::move(source), bytes});
}

}  // namespace tapedeck::http
