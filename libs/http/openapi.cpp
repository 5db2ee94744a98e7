#include "http/openapi.hpp"

#include "base/ensure.hpp"
#include "http/detail/openapi_components.hpp"
#include "http/detail/openapi_names.hpp"
#include "http/detail/status.hpp"
#include "json/schema.hpp"
#include "json/writer.hpp"

#include <algorithm>
#include <set>

namespace tapedeck::http {

namespace {

namespace openapi = detail::openapi;
using openapi::Refusal;

/// Writes the rows of one service, collecting the schemas they need.
class Printer {
 public:
  explicit Printer(const ApiInfo& info) : info_(info) {}

  std::string document(std::span<const RouteInfo> rows);

 private:
  void put_info();
  void put_paths(std::span<const RouteInfo> rows);
  void put_operation(const RouteInfo& row);
  void put_parameters(const RouteInfo& row);
  void put_parameter(std::string_view name, std::string_view in, const Parameter* declared);
  void put_body(const RouteInfo& row);
  void put_responses(const RouteInfo& row);
  void put_answer(const Operation& operation);
  void put_refusal(const Refusal& refusal);
  void put_security(Access access);
  void put_scheme(std::string_view name, std::string_view role);

  const ApiInfo& info_;
  json::Writer out_;
  json::Components components_;
};

std::string Printer::document(std::span<const RouteInfo> rows) {
  out_.begin_object();
  out_.member("openapi", "3.1.0");
  put_info();
  put_paths(rows);
  openapi::put_components(out_, components_);  // last: by now every schema has been asked for
  out_.end_object();
  return out_.take();
}

void Printer::put_info() {
  out_.key("info");
  out_.begin_object();
  out_.member("title", info_.service);
  out_.member("version", info_.version);
  out_.member("description", info_.description);
  out_.end_object();
}

void Printer::put_paths(std::span<const RouteInfo> rows) {
  std::vector<std::string> paths;  // each once, where it comes first
  std::set<std::string> ids;
  for (const auto& row : rows) {
    if (row.operation.summary.empty()) continue;
    ensure(ids.insert(openapi::operation_id(row)).second, "two operations must not have one id");
    const auto path = openapi::path_of(row.pattern);
    if (std::ranges::find(paths, path) == paths.end()) paths.push_back(path);
  }
  out_.key("paths");
  out_.begin_object();
  for (const auto& path : paths) {
    out_.key(path);
    out_.begin_object();
    for (const auto& row : rows) {
      if (!row.operation.summary.empty() && openapi::path_of(row.pattern) == path)
        put_operation(row);
    }
    out_.end_object();
  }
  out_.end_object();
}

void Printer::put_operation(const RouteInfo& row) {
  out_.key(openapi::key_of(row.verb));
  out_.begin_object();
  out_.member("operationId", openapi::operation_id(row));
  out_.member("summary", row.operation.summary);
  out_.key("tags");
  out_.begin_array();
  out_.string(info_.service);
  out_.end_array();
  put_security(row.access);
  put_parameters(row);
  put_body(row);
  put_responses(row);
  out_.end_object();
}

void Printer::put_parameters(const RouteInfo& row) {
  const auto& declared = row.operation.parameters;
  out_.key("parameters");
  out_.begin_array();
  for (const auto& segment : openapi::segments_of(row.pattern)) {
    if (!segment.is_part) continue;
    const auto found = std::ranges::find(declared, segment.text, &Parameter::name);
    put_parameter(segment.text, "path", found != declared.end() ? &*found : nullptr);
  }
  for (const auto& parameter : declared) {
    if (!openapi::has_part(row, parameter.name)) put_parameter(parameter.name, "query", &parameter);
  }
  out_.end_array();
}

void Printer::put_parameter(std::string_view name, std::string_view in, const Parameter* declared) {
  const bool required = in == "path" || (declared != nullptr && declared->required);
  out_.begin_object();
  out_.member("name", name);
  out_.member("in", in);
  out_.member("required", required);
  if (declared != nullptr) out_.member("description", declared->meaning);
  const auto schema = declared != nullptr ? declared->schema : &json::schema_of<std::string>;
  out_.key("schema");
  out_.raw(schema(components_));
  out_.end_object();
}

void Printer::put_body(const RouteInfo& row) {
  if (row.operation.body == nullptr) return;
  out_.key("requestBody");
  out_.begin_object();
  out_.member("required", true);
  openapi::put_content(out_, "application/json", row.operation.body(components_));
  out_.end_object();
}

void Printer::put_responses(const RouteInfo& row) {
  const bool has_input = row.operation.body != nullptr || !row.operation.parameters.empty();
  out_.key("responses");
  out_.begin_object();
  put_answer(row.operation);
  if (row.operation.body != nullptr) put_refusal(openapi::malformed);
  if (row.access != Access::open) put_refusal(openapi::unauthenticated);
  if (row.access == Access::admin) put_refusal(openapi::forbidden);
  if (openapi::has_parts(row)) put_refusal(openapi::not_found);
  if (has_input || openapi::has_parts(row)) put_refusal(openapi::invalid);
  put_refusal(openapi::anything_else);
  out_.end_object();
}

void Printer::put_answer(const Operation& operation) {
  out_.key(std::to_string(operation.status));
  out_.begin_object();
  out_.member("description", detail::reason_of(operation.status));
  if (operation.answer != nullptr) {
    openapi::put_content(out_, operation.answer_type, operation.answer(components_));
  } else if (operation.answer_type != "application/json") {
    openapi::put_content(out_, operation.answer_type, "{}");  // bytes: OpenAPI 3.1 §4.8.14.3
  }
  out_.end_object();
}

void Printer::put_refusal(const Refusal& refusal) {
  out_.key(refusal.status == 0 ? "default" : std::to_string(refusal.status));
  out_.begin_object();
  out_.member("$ref", "#/components/responses/" + std::string(refusal.name));
  out_.end_object();
}

void Printer::put_security(Access access) {
  out_.key("security");
  out_.begin_array();
  if (access == Access::catalogue || access == Access::metrics) {
    out_.begin_object();  // nothing need be shown
    out_.end_object();
  }
  const std::string_view role = access == Access::admin ? "admin" : "";
  if (access == Access::catalogue || access == Access::user || access == Access::admin) {
    put_scheme("access_token", role);
    put_scheme("session_cookie", role);
  }
  if (access == Access::service) put_scheme("service_token", "");
  if (access == Access::metrics) put_scheme("metrics_token", "");
  out_.end_array();
}

void Printer::put_scheme(std::string_view name, std::string_view role) {
  out_.begin_object();
  out_.key(name);
  out_.begin_array();
  if (!role.empty()) out_.string(role);
  out_.end_array();
  out_.end_object();
}

}  // namespace

std::string openapi_document(const ApiInfo& info, std::span<const RouteInfo> rows) {
  return Printer(info).document(rows);
}

}  // namespace tapedeck::http
