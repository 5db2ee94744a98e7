#pragma once

#include "base/result.hpp"
#include "http/route.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::http {

/// What a document says of itself.
struct ApiInfo {
  std::string service;      ///< "browse": the document's title, and the tag of its operations.
  std::string version;      ///< Of Tapedeck: "0.1.0".
  std::string description;  ///< One sentence.
};

/// The OpenAPI 3.1 document of a service, printed from the rows of its router: the same rows give
/// the same bytes.
///
/// Rows without a summary are left out: the page's own files. What several operations share stands
/// among the components: the schemas of structs, the problem document, the ways to say who calls.
/// A parameter of an operation that has the name of a path part describes that part; any other is
/// a query parameter. An operation's id is made of its verb and path
/// (`get_browse_items_identifier`), so it is unique as long as the paths are.
[[nodiscard]] std::string openapi_document(const ApiInfo& info, std::span<const RouteInfo> rows);

/// A document as openapi_document() of some service printed it.
struct ServiceDocument {
  std::string service;
  std::string text;
};

/// A path that the first document only sums up, since it is passed on to another that is described.
struct SamePath {
  std::string here;   ///< "/music/search"
  std::string there;  ///< "/browse/search"
};

/// One document of several, for the gateway: everything that can be asked of Tapedeck.
///
/// The first document is of the one that shows it. What only services may ask of the others is left
/// out: they ask the owner itself. Where two describe the same verb of the same path, as all do for
/// /health, the one that comes first counts. Where two have different schemas of one name, the
/// later one's is called
/// `<service>_<name>`. The verbs of `same` take and give what their owner's document says, if it is
/// there.
///
/// Errors: `bad_upstream` when one of them is no OpenAPI document.
[[nodiscard]] Result<std::string> merged_openapi_document(
    const ApiInfo& info, const std::vector<ServiceDocument>& documents,
    const std::vector<SamePath>& same = {});

}  // namespace tapedeck::http
