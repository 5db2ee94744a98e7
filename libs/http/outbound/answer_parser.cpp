#include "http/outbound/answer_parser.hpp"

#include <limits>

namespace tapedeck::http::outbound {

namespace beast = boost::beast;

bool is_hop_by_hop(beast::http::field name) noexcept {
  using beast::http::field;
  switch (name) {
    case field::connection:
    case field::keep_alive:
    case field::proxy_authenticate:
    case field::proxy_authorization:
    case field::proxy_connection:
    case field::te:
    case field::trailer:
    case field::transfer_encoding:
    case field::upgrade:
      return true;
    default:
      return false;
  }
}

AnswerParser::AnswerParser(std::size_t header_bytes, bool to_head) {
  header_limit(static_cast<std::uint32_t>(
      std::min<std::size_t>(header_bytes, std::numeric_limits<std::uint32_t>::max())));
  body_limit(boost::none);  // whoever reads the body has a limit, or hands it on piece by piece
  eager(true);
  skip(to_head);
}

void AnswerParser::on_response_impl(int code, Text, int, Code&) {
  status_ = static_cast<std::uint16_t>(code);
}

void AnswerParser::on_field_impl(Name name, Text name_text, Text value, Code&) {
  if (is_header_done()) return;  // a trailer: nothing we ask for sends one that matters
  if (name == Name::connection) {
    each_token(value, [this](std::string_view token) { named_by_connection_.emplace_back(token); });
  } else if (name == Name::upgrade) {
    upgrade_ = value;
  } else if (!is_hop_by_hop(name)) {
    headers_.add(name_text, value);
  }
}

void AnswerParser::on_header_impl(Code&) {
  for (const auto& name : named_by_connection_)
    headers_.remove(name);
}

void AnswerParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) {}

std::size_t AnswerParser::on_body_impl(Text bytes, Code&) {
  body_.append(bytes);
  return bytes.size();
}

void AnswerParser::on_chunk_header_impl(std::uint64_t, Text, Code&) {}

std::size_t AnswerParser::on_chunk_body_impl(std::uint64_t, Text bytes, Code&) {
  body_.append(bytes);
  return bytes.size();
}

void AnswerParser::on_finish_impl(Code&) {}

}  // namespace tapedeck::http::outbound
