#pragma once

#include "http/detail/target.hpp"
#include "http/request.hpp"

#include <boost/container/small_vector.hpp>

#include <forward_list>
#include <string>
#include <string_view>
#include <utility>

namespace tapedeck::http {

/// What a Request shows. Every view points into `head`, into what `target` has decoded, or
/// into `own_values`.
struct Request::Parts {
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  std::string head;  ///< Request line and fields as they came, with the empty line at the end.
  std::string body;

  Verb verb = Verb::get;
  bool http11 = true;       ///< HTTP/1.1, else 1.0.
  bool keep_alive = false;  ///< The client would send another request after this one.
  std::string_view target_text;
  detail::Target target;
  boost::container::small_vector<Field, 16> fields;
  std::forward_list<std::string> own_values;  ///< Of the fields that we have set ourselves.
  boost::container::small_vector<Field, 4> path_parts;  ///< By the names of the route's pattern.

  std::string id;
  telemetry::TraceContext trace;
  Peer peer;
  Deadline deadline{Clock::Ticks::max()};
  Caller caller;

  /// The first value under `name`.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

  /// Whether `word` is an element of the lists under `name`, case aside.
  [[nodiscard]] bool lists(std::string_view name, std::string_view word) const noexcept;
};

}  // namespace tapedeck::http
